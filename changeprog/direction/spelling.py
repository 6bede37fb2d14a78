"""Days as people and programs write them."""

import re
from datetime import date
from enum import StrEnum

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan januar jänner janvier",
            "february feb februar février",
            "march mar märz mär maerz mars",
            "april apr avril",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet",
            "august aug août",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez décembre",
        ],
        start=1,
    )
    for name in names.split()
}
"""In English, German and French."""
CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
DOTTED = re.compile(r"(\d{1,2})([.-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
DAY_WORD = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?[ -]*([^\W\d_]+)\.?,?[ -]*(\d{4})")
WORD_DAY = re.compile(r"([^\W\d_]+)\.? *(\d{1,2})(?:st|nd|rd|th)?,? *(\d{4})")
CENTURY = 2000
YEAR = 12
"""More than the months of a year is a day."""


class Slashes(StrEnum):
    """What comes first in 3/4/2026."""

    DAY = "day"
    MONTH = "month"


class NotADay(ValueError):  # noqa: N818 -- told in words
    """The text is no day."""


class TwoDays(ValueError):  # noqa: N818 -- told in words
    """The text is one day in one country and another one elsewhere: "3/4/2026"."""


def slashes_of(text: str) -> Slashes | None:
    """Return what comes first in ``text``, where it gives that away: 13/4/2026, 4/13/2026."""
    found = SLASHED.fullmatch(_bare(text))
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if max(first, second) <= YEAR:
        return None
    return Slashes.DAY if first > second else Slashes.MONTH


def parse(text: str, slashes: Slashes | None = None) -> date:
    """Return the day that ``text`` names; a time of day behind it is left out.

    Raises ``NotADay``, or ``TwoDays`` where slashes stand between two numbers that could both be
    a month and it is not known which comes first.
    """
    bare = _bare(text)
    year, month, day = _parts(bare, slashes)
    try:
        return date(year if year > YEAR * YEAR else CENTURY + year, month, day)
    except ValueError:
        raise NotADay(text) from None


def _parts(bare: str, slashes: Slashes | None) -> tuple[int, int, int]:
    if found := YEAR_FIRST.fullmatch(bare):
        return int(found[1]), int(found[3]), int(found[4])
    if found := COMPACT.fullmatch(bare):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DOTTED.fullmatch(bare):
        return int(found[4]), int(found[3]), int(found[1])
    if found := SLASHED.fullmatch(bare):
        return _slashed(bare, int(found[1]), int(found[2]), int(found[3]), slashes)
    if found := DAY_WORD.fullmatch(bare):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := WORD_DAY.fullmatch(bare):
        return int(found[3]), _month(found[1]), int(found[2])
    raise NotADay(bare)


def _slashed(
    bare: str, first: int, second: int, year: int, slashes: Slashes | None
) -> tuple[int, int, int]:
    order = slashes_of(bare) or slashes
    if first == second:
        return year, first, second
    if order is None:
        raise TwoDays(bare)
    return (year, second, first) if order is Slashes.DAY else (year, first, second)


def _month(word: str) -> int:
    if word.casefold() not in MONTHS:
        raise NotADay(word)
    return MONTHS[word.casefold()]


def _bare(text: str) -> str:
    return CLOCK.sub("", " ".join(text.split()))
