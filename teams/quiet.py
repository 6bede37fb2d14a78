"""Runs of weeks in which nothing that was won could be seen.

A week begins on Monday. One week without a visible victory is a week; two or more in a row are a
run, and a run is said on the page. The week that has not ended yet is still open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(weeks=1)
SHORTEST = 2
"""Weeks that make a run."""


@dataclass(frozen=True)
class QuietRun:
    """So many whole weeks in a row, from the Monday ``first`` to the Sunday ``last``.

    It ``lasts`` while nothing could be seen since, in the week that has not ended.
    """

    first: date
    weeks: int
    lasts: bool = False

    @property
    def last(self) -> date:
        return self.first + self.weeks * WEEK - timedelta(days=1)


def monday(day: date) -> date:
    """Return the Monday of the week in which ``day`` is."""
    return day - timedelta(days=day.weekday())


def quiet_runs(seen_on: Iterable[date], since: date, today: date) -> list[QuietRun]:
    """Return the runs of weeks without a day of ``seen_on``, the oldest first.

    The week of ``since`` is the first to count, the last one is the week before that of ``today``.
    """
    loud = {monday(day) for day in seen_on}
    return [run for run in _runs(loud, monday(since), monday(today)) if run.weeks >= SHORTEST]


def _runs(loud: set[date], first: date, end: date) -> Iterator[QuietRun]:
    """Yield each stretch between the loud weeks from ``first`` up to but not including ``end``."""
    begins = first
    for week in sorted(week for week in loud if first <= week < end):
        yield QuietRun(begins, (week - begins) // WEEK)
        begins = week + WEEK
    yield QuietRun(begins, (end - begins) // WEEK, lasts=end not in loud)
