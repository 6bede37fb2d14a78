"""How a workshop stands to its agenda: in time, so many minutes behind, or ahead."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from workshops.models import Activity, Workshop

MINUTE = timedelta(minutes=1)


class Slot(NamedTuple):
    """When an activity was planned to begin and to end, given when the workshop was opened."""

    starts: datetime
    ends: datetime


def slots(workshop: Workshop, rows: Sequence[Activity]) -> list[Slot]:
    """Return the slot of each activity, from when the workshop began, or is to begin.

    The time for which it was interrupted does not count.
    """
    starts = workshop.opened_at or workshop.starts_at
    starts += timedelta(seconds=workshop.paused)
    found = []
    for row in rows:
        ends = starts + row.minutes * MINUTE
        found.append(Slot(starts, ends))
        starts = ends
    return found


def late(slot: Slot, at: datetime) -> int:
    """Return by how many whole minutes the room is behind while it is at the activity of ``slot``.

    An activity that is on counts as planned until its minutes are over, and as late from then.
    Below zero the room is ahead: the activity would not have begun yet.
    """
    if at < slot.starts:
        return -int((slot.starts - at) / MINUTE)
    return max(int((at - slot.ends) / MINUTE), 0)


def words(minutes: int) -> str:
    """Return "12 min behind", "3 min ahead" or "On time"."""
    if not minutes:
        return "On time"
    return f"{abs(minutes)} min {'behind' if minutes > 0 else 'ahead'}"
