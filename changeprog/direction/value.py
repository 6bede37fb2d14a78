"""What benefits add up to: plain sums of amounts of money, in Decimal.

Low ends are added to low ends and high ends to high ends. That is the widest range there is: it
supposes that all benefits turn out low together, or all high together (they depend on each other
fully). Benefits that have little to do with one another would rarely all be at one end, so the
true range is narrower; how much narrower nobody knows, and so nothing narrower is claimed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

NONE = Decimal("0.00")
CENT = Decimal("0.01")
YEAR = 365
"""Days that a year is counted as, leap years too."""
TOO_EARLY = 90
"""Days that have to be behind us before a year is judged by them."""


@dataclass(frozen=True)
class Range:
    """An amount of which only the ends and the likely middle are known: low ≤ likely ≤ high."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        """Raise ``TypeError`` for what is no Decimal, ``ValueError`` for ends the wrong way."""
        if not all(isinstance(end, Decimal) for end in (self.low, self.likely, self.high)):
            raise TypeError("Money is Decimal.")
        if not self.low <= self.likely <= self.high:
            raise ValueError("A range goes from low over likely to high.")

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def for_days(self, days: int) -> "Range":
        """Return what ``days`` of a year are worth, each amount to the cent."""
        return Range(*(_share(end, days) for end in (self.low, self.likely, self.high)))


NOTHING = Range(NONE, NONE, NONE)


@dataclass(frozen=True)
class Expected:
    """What a year is worth from a day on."""

    year: Range
    starts_on: date


def total(ranges: Iterable[Range]) -> Range:
    """Return the sum: the widest range, see above; of none it is nothing."""
    return sum(ranges, start=NOTHING)


def full_year(expected: Iterable[Expected]) -> Range:
    """Return what a year is worth in which everything runs."""
    return total(each.year for each in expected)


def running(expected: Iterable[Expected], today: date) -> Range:
    """Return what a year is worth of that which has started by ``today``."""
    return total(each.year for each in expected if each.starts_on <= today)


def first_start(expected: Iterable[Expected]) -> date | None:
    """Return the day on which the first of them starts."""
    return min((each.starts_on for each in expected), default=None)


def year_from(expected: Iterable[Expected], first: date) -> Range:
    """Return what the year that begins on ``first`` is worth: each by the days that it runs."""
    return total(each.year.for_days(_days_run(each, first)) for each in expected)


def run_rate(recent: Decimal, since: date, today: date) -> Decimal | None:
    """Return what a year brings at the pace of the last one, to the cent.

    ``recent`` is what came within the ``YEAR`` days up to ``today``; ``since`` is the day it began,
    maybe longer ago. ``None`` when fewer than ``TOO_EARLY`` days are behind us.
    """
    days = min((today - since).days + 1, YEAR)
    if days < TOO_EARLY:
        return None
    return (recent * YEAR / days).quantize(CENT, ROUND_HALF_EVEN)


def year_before(today: date) -> date:
    """Return the first of the ``YEAR`` days that end with ``today``."""
    return today - timedelta(days=YEAR - 1)


def _days_run(each: Expected, first: date) -> int:
    return min(max(YEAR - (each.starts_on - first).days, 0), YEAR)


def _share(amount: Decimal, days: int) -> Decimal:
    return (amount * days / YEAR).quantize(CENT, ROUND_HALF_EVEN)
