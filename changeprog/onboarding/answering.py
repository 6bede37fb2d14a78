"""How fast questions of the first days are answered: of a team as a whole, never of one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

FEW = 5
"""Questions below which nothing is said: of fewer it would be known whose they were."""
HOUR, DAY = 60, 24 * 60
"""Minutes."""


@dataclass(frozen=True)
class Pace:
    """Half of ``asked`` questions were answered within ``median``.

    Where it is ``at_least`` so long, it may become longer: so many still wait that they are part of
    the middle. ``waiting`` counts those.
    """

    asked: int
    waiting: int
    median: timedelta
    at_least: bool


def pace(answered: Collection[timedelta], waiting: Collection[timedelta]) -> Pace | None:
    """Return how fast it goes, by how long answers took and others have waited; of few, nothing.

    A question that waits counts with its wait so far. Left out, those nobody answers would make a
    team look fast; counted so, the middle is what it will be at least (for an even number, the
    lower one of both in the middle).
    """
    known = sorted([*((wait, False) for wait in answered), *((wait, True) for wait in waiting)])
    if len(known) < FEW:
        return None
    middle = (len(known) - 1) // 2
    median = known[middle][0]
    at_least = any(waits and wait <= median for wait, waits in known)
    return Pace(len(known), len(waiting), median, at_least)


def lasting(wait: timedelta) -> str:
    """Return how long ``wait`` is, in the largest unit that still tells something."""
    minutes = int(wait.total_seconds() // 60)
    if minutes < HOUR:
        return _counted(max(minutes, 1), "minute")
    if minutes < 2 * DAY:
        return _counted(minutes // HOUR, "hour")
    return _counted(minutes // DAY, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
