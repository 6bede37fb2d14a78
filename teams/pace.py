"""Whether a meeting is behind its agenda or ahead of it: pure rules over times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

NOTICED = 2
"""Minutes behind or ahead that are worth a word."""


class Timed(Protocol):
    """A part of an agenda: its planned minutes, and when it really was."""

    minutes: int
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Pace:
    """How the part that is on stands: ``late`` is how late it began (below 0: early)."""

    late: timedelta
    ends: datetime

    def drift(self, moment: datetime) -> timedelta:
        """Return how far behind the meeting is (below 0: ahead).

        A part that is still within its minutes is taken to need all of them.
        """
        return self.late + max(moment - self.ends, timedelta())

    def words(self, moment: datetime) -> str:
        """Say how the meeting stands to its agenda."""
        minutes = whole_minutes(self.drift(moment))
        if abs(minutes) < NOTICED:
            return "On time"
        return f"{abs(minutes)} minutes {'behind' if minutes > 0 else 'ahead'}"

    def left(self, moment: datetime) -> str:
        """Say how long the part that is on still has."""
        minutes = whole_minutes(self.ends - moment)
        if minutes < 0:
            return f"{-minutes} min over"
        return f"{minutes} min left"


def whole_minutes(span: timedelta) -> int:
    """Return the whole minutes of ``span``, towards zero."""
    return int(span.total_seconds() / 60)


def length(span: timedelta) -> str:
    """Say how long something took: "under a minute", "12 min"."""
    minutes = whole_minutes(span)
    return f"{minutes} min" if minutes else "under a minute"


def planned_starts(begins: datetime, parts: Sequence[Timed]) -> Iterator[datetime]:
    """Yield when each part would start if every one took its minutes."""
    for part in parts:
        yield begins
        begins += timedelta(minutes=part.minutes)


def pace(opened_at: datetime, parts: Sequence[Timed]) -> Pace | None:
    """Return how the part stands that has begun and not ended; nothing if there is none."""
    for part, planned in zip(parts, planned_starts(opened_at, parts), strict=True):
        if part.started_at and not part.ended_at:
            ends = part.started_at + timedelta(minutes=part.minutes)
            return Pace(part.started_at - planned, ends)
    return None
