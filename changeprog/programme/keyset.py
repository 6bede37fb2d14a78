"""A way through a very long journal: from the last event seen, never by counting from the start.

However far back somebody has read, a stretch costs one query that an index answers.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import Q

from changeprog.programme.models import Event
from changeprog.programme.models.event import EventQuerySet

LENGTH = 50
"""Events on a page."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
WRITTEN = re.compile(r"(\d{1,17})-(\d{1,18})")


@dataclass(frozen=True)
class Place:
    """Where an event stands in the journal; written into addresses as "microseconds-number"."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - BEGINNING) // MICROSECOND}-{self.pk}"

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(event.at, event.pk)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place that ``text`` writes; ``None`` for anything else."""
        known = WRITTEN.fullmatch(text)
        if known is None:
            return None
        return cls(BEGINNING + int(known[1]) * MICROSECOND, int(known[2]))

    def older(self) -> Q:
        """Return the condition of what happened before."""
        return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(pk__lt=self.pk))

    def newer(self) -> Q:
        """Return the condition of what happened afterwards."""
        return Q(at__gte=self.at) & (Q(at__gt=self.at) | Q(pk__gt=self.pk))


@dataclass(frozen=True)
class Stretch:
    """Some events, newest first, and where those before and after them begin ("" for none)."""

    events: list[Event]
    newer: str = ""
    older: str = ""


def stretch(events: EventQuerySet, older: str = "", newer: str = "") -> Stretch:
    """Return the newest of ``events``, or those next to a written place that are older or newer."""
    if place := Place.read(newer):
        rows = list(events.filter(place.newer()).order_by("at", "pk")[: LENGTH + 1])
        if len(rows) >= LENGTH:
            shown = rows[:LENGTH][::-1]
            return Stretch(shown, _first(shown, len(rows)), str(Place.of(shown[-1])))
    if place := Place.read(older):
        events = events.filter(place.older())
    rows = list(events.order_by("-at", "-pk")[: LENGTH + 1])
    shown = rows[:LENGTH]
    last = str(Place.of(shown[-1])) if len(rows) > LENGTH else ""
    return Stretch(shown, str(Place.of(shown[0])) if place and shown else "", last)


def _first(shown: list[Event], found: int) -> str:
    return str(Place.of(shown[0])) if found > LENGTH else ""
