"""The stretch of days that the timeline shows: a quarter, four quarters, or all there is."""

from dataclasses import dataclass
from datetime import date, timedelta

from changeprog.direction import days

QUARTER, YEAR, ALL = "quarter", "year", "all"
QUARTERS = {QUARTER: 1, YEAR: 4}
"""How many quarters a zoom shows."""
STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Months between two ticks."""


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the calendar, counted from the year 0."""

    count: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year * 4 + (day.month - 1) // 3)

    def __str__(self) -> str:
        """Return the name by which addresses call it: "2026-Q4"."""
        return f"{self.count // 4}-Q{self.count % 4 + 1}"

    @property
    def first(self) -> date:
        return date(self.count // 4, self.count % 4 * 3 + 1, 1)

    def plus(self, quarters: int) -> "Quarter":
        return Quarter(self.count + quarters)


EARLIEST, LATEST = Quarter.of(days.FIRST), Quarter.of(days.LAST)


@dataclass(frozen=True)
class Span:
    """From ``first`` to ``last``, both shown; ``start`` is empty when all is shown."""

    zoom: str
    first: date
    last: date
    start: Quarter | None = None

    @property
    def previous(self) -> Quarter | None:
        """Where the span before this one starts, if anything can be planned there."""
        return self._neighbour(-1)

    @property
    def next(self) -> Quarter | None:
        """Where the span after this one starts, if anything can be planned there."""
        return self._neighbour(1)

    def _neighbour(self, direction: int) -> Quarter | None:
        if self.start is None:
            return None
        there = self.start.plus(direction * QUARTERS[self.zoom])
        return there if EARLIEST <= there <= LATEST else None

    def share(self, day: date) -> float:
        """Return where ``day`` lies in the span: 0 for its first day, 1 for its last."""
        return (day - self.first).days / ((self.last - self.first).days or 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def ticks(self, most: int) -> list[date]:
        """Return at most ``most`` first days of months, evenly far apart."""
        months = range(_month(self.first), _month(self.last) + 1)
        step = next((step for step in STEPS if len(months) // step < most), STEPS[-1])
        starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        return [day for day in starts if self.holds(day)]


def from_quarter(zoom: str, start: Quarter) -> Span:
    """Return the quarter, or the four quarters, that begin with ``start``."""
    after = start.plus(QUARTERS[zoom]).first
    return Span(zoom, start.first, after - timedelta(days=1), start)


def around(zoom: str, today: date) -> Span:
    """Return today's quarter, or four of which it is the second: there is more ahead than behind.

    The first and last quarters that can be planned with are not passed.
    """
    back = QUARTERS[zoom] // 4
    start = Quarter.of(today).plus(-back)
    return from_quarter(zoom, min(max(start, EARLIEST), LATEST))


def whole(first: date, last: date) -> Span:
    """Return the months in which ``first`` and ``last`` lie, and all between them."""
    after = _month(last) + 1
    end = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    return Span(ALL, first.replace(day=1), end)


def _month(day: date) -> int:
    """Return the months since the year 0."""
    return day.year * 12 + day.month - 1
