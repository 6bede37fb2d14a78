"""Room codes: six characters that are read off a wall and typed into a phone."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, no 1, I and L: they are mistaken for each other across a room."""
LENGTH = 6


def new_code() -> str:
    """Return a code that cannot be guessed, such as "K7MPX3": one of 887 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """Return the code that somebody meant: in capitals, without the spaces and dashes between."""
    return "".join(character for character in typed.upper() if character.isalnum())
