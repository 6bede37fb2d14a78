"""Workshops that everybody has left: ended as interrupted, with everything kept, to be resumed.

A workshop is abandoned when nobody has been present for half an hour and its agenda was over two
hours ago. Where presence is not known because Redis is away, or was emptied, the last entry of the
journal stands for it, and twelve hours have to be over. A device that dies ends nothing: the others
are present, and any of them who may lead goes on.
"""

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils.timezone import now

from changeprog.programme.models import Event, Programme
from workshops import presence
from workshops.models import Activity, Participant, Workshop

LEFT = timedelta(minutes=30)
"""For how long nobody has been present."""
OVER = timedelta(hours=2)
"""How long ago the agenda was over."""
UNKNOWN = timedelta(hours=12)
"""How long ago it was over where nobody knows who is present."""


def is_abandoned(ends: datetime, seen: datetime | None, last: datetime, at: datetime) -> bool:
    """Whether a workshop whose agenda ends at ``ends`` has been left for good by ``at``.

    Somebody was ``seen`` last then, or it is not known; ``last`` is when something happened.
    """
    silent = at - max(seen or last, last)
    over = at - ends
    return silent >= LEFT and over >= (OVER if seen else UNKNOWN)


def interrupt_due() -> int:
    """End every workshop that has been abandoned; return how many there were."""
    at = now()
    return sum(each.interrupt() for each in _open() if _is_due(each, at))


def _open() -> QuerySet[Workshop]:
    """Return the workshops that are going on, in programmes that do."""
    return Workshop.objects.open().filter(programme__in=Programme.objects.open())


def _is_due(workshop: Workshop, at: datetime) -> bool:
    begun = workshop.opened_at or workshop.starts_at
    ends = begun + timedelta(minutes=workshop.minutes, seconds=workshop.paused)
    if at - ends < OVER:
        return False
    return is_abandoned(ends, presence.last(workshop.pk), _last(workshop, begun), at)


def _last(workshop: Workshop, begun: datetime) -> datetime:
    """Return when something was last done in the workshop, by its journal and its activities."""
    told = Event.objects.filter(programme=workshop.programme_id).of(workshop)
    turned = Activity.objects.filter(workshop=workshop).aggregate(at=Max("started_at"))["at"]
    arrived = Participant.objects.filter(workshop=workshop).aggregate(at=Max("arrived_at"))["at"]
    known: list[datetime | None] = [told.aggregate(at=Max("at"))["at"], turned, arrived]
    return max([begun, *(each for each in known if each)])
