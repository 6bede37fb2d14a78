"""Days and figures in words."""

from datetime import date
from decimal import Decimal

TYPESET = str.maketrans({",": "\u202f", "-": "\u2212"})
"""How the separator of thousands and the sign are set."""


def days(count: int) -> str:
    """Return "1 day" or "12 days"."""
    return f"{count} day" if count == 1 else f"{count} days"


def away(day: date, today: date) -> str:
    """Say how far ``day`` is from ``today``: past days are late."""
    distance = (day - today).days
    if distance < 0:
        return f"{days(-distance)} late"
    return {0: "today", 1: "tomorrow"}.get(distance, f"in {days(distance)}")


def due(day: date, today: date) -> str:
    """Say of something that is due on ``day``: "due tomorrow", "3 days late"."""
    return away(day, today) if day < today else f"due {away(day, today)}"


def ago(count: int) -> str:
    """Say that something was ``count`` whole days ago."""
    return {0: "today", 1: "yesterday"}.get(count, f"{days(count)} ago")


def figure(value: Decimal | float | None) -> str:
    """Write a number plainly: no trailing zeros, a narrow space at thousands, a true minus."""
    if value is None:
        return ""
    text = f"{Decimal(str(value)):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(TYPESET)
