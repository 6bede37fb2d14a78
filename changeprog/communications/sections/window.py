"""The events of a window of time, and what a digest makes of them.

What was done and undone within the window is not told: only where things stand at its end.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateformat import format as format_date

from changeprog.communications.digest import Line
from changeprog.programme.models import Event, Person, Programme


@dataclass(frozen=True)
class Window:
    """What happened in ``programme`` up to ``until``, oldest first."""

    programme: Programme
    until: datetime
    events: list[Event]

    @classmethod
    def of(cls, programme: Programme, since: datetime, until: datetime, *verbs: str) -> "Window":
        """Return the programme's events of ``verbs`` in [``since``, ``until``)."""
        own = Event.objects.filter(programme=programme).about(*verbs)
        found = own.filter(at__gte=since, at__lt=until).select_related("person")
        return cls(programme, until, list(found.order_by("at", "pk")))

    def by_subject(self, *verbs: str) -> dict[int, list[Event]]:
        """Return the events of ``verbs`` about each subject, by its number, oldest first."""
        told: dict[int, list[Event]] = defaultdict(list)
        for event in self.events:
            if event.verb in verbs:
                told[event.subject_id].append(event)
        return dict(told)

    def newest(self, *verbs: str) -> dict[int, Event]:
        """Return the last event of ``verbs`` about each subject, by its number."""
        return {pk: events[-1] for pk, events in self.by_subject(*verbs).items()}

    def balance(self, done: str, undone: str) -> dict[int, Event]:
        """Return by subject the last event of two opposite verbs, unless both cancel out.

        They take turns, so an even number of them leaves everything as it was.
        """
        told = self.by_subject(done, undone)
        return {pk: events[-1] for pk, events in told.items() if len(events) % 2}


def line(event: Event, text: str, detail: str = "", path: str = "") -> Line:
    """Tell of ``event`` to whoever may read it."""
    return Line(text, detail, path, name_of(event.person), event.visibility)


def name_of(person: Person | None) -> str:
    return person.name if person else ""


def in_words(day: date) -> str:
    """Return "23 November 2026"."""
    return format_date(day, "j F Y")


def day_of(fact: Any) -> str:
    """Return the day that an event keeps as year-month-day, in words."""
    return in_words(date.fromisoformat(str(fact)))
