"""Words that go into a mail header or a heading: one line, no control characters."""

import unicodedata

from django.core.exceptions import ValidationError


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space and control characters as one space."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())


def refuse_nul(text: str) -> None:
    """Raise ``ValidationError`` for a NUL, which PostgreSQL cannot store."""
    if "\x00" in text:
        raise ValidationError("There is a character in this text that cannot be stored.")
