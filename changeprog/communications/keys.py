"""Secrets that the app can show again although no table holds them.

A table keeps a random seed; the secret is made of it and of ``SECRET_KEY``. So a copy of the
database opens nothing, and a new ``SECRET_KEY`` makes every such secret another one.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_hex

from django.utils.crypto import salted_hmac

SEED, FINGERPRINT = 32, 64
"""Characters of a seed and of a fingerprint."""


def new_seed() -> str:
    """Return a seed that nobody can guess."""
    return token_hex(SEED // 2)


def secret(purpose: str, seed: str) -> bytes:
    """Return the 32 bytes that ``seed`` stands for; another ``purpose`` has others."""
    return salted_hmac(f"changeprog.{purpose}", seed, algorithm="sha256").digest()


def token(purpose: str, seed: str) -> str:
    """Return the secret as it stands in an address: 43 letters, digits, hyphens and underlines."""
    return urlsafe_b64encode(secret(purpose, seed)).decode().rstrip("=")


def fingerprint(of: str) -> str:
    """Return what a table may keep of a token to know it again."""
    return sha256(of.encode()).hexdigest()
