"""Words that go into a mail header or a heading: one line, no control characters; initials."""

import unicodedata

from django.core.exceptions import ValidationError


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space and control characters as one space."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())


def initials(name: str) -> str:
    """Return at most two letters, of the first and the last word of ``name``."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def refuse_nul(text: str) -> None:
    """Raise ``ValidationError`` for a NUL, which PostgreSQL cannot store."""
    if "\x00" in text:
        raise ValidationError("There is a character in this text that cannot be stored.")
