"""Events as the journal's page shows them, each with a way to what it is about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.timezone import localdate

from changeprog.programme import facts
from changeprog.programme.models import Event, Person

Subject = tuple[int, int]
"""Content type and number."""


@dataclass(frozen=True)
class Entry:
    """One event: who did what, to what, when, and what exactly."""

    event: Event
    person: Person | None
    who: str
    words: str
    title: str
    url: str
    """Where the subject is; empty when it is gone or has no page."""
    notes: list[str]
    day: date


def entries(events: Sequence[Event]) -> list[Entry]:
    """Return an entry for each event; one query for each kind of subject among them."""
    urls = _urls(events)
    return [_entry(event, urls.get(_subject(event), "")) for event in events]


def _entry(event: Event, url: str) -> Entry:
    return Entry(
        event=event,
        person=event.person,
        who=event.person.name if event.person else "The programme",
        words=event.sentence,
        title=facts.title(event.facts) or (_kind(event) if url else ""),
        url=url,
        notes=facts.notes(event.facts),
        day=localdate(event.at),
    )


def _subject(event: Event) -> Subject:
    return event.subject_type_id, event.subject_id


def _urls(events: Iterable[Event]) -> dict[Subject, str]:
    wanted: dict[int, set[int]] = defaultdict(set)
    for event in events:
        wanted[event.subject_type_id].add(event.subject_id)
    return {
        (type_id, row.pk): row.get_absolute_url()  # type: ignore[attr-defined]  # see _rows
        for type_id, numbers in wanted.items()
        for row in _rows(type_id, numbers)
    }


def _rows(type_id: int, numbers: set[int]) -> Iterable[Model]:
    """Return the subjects that have a page, each with the programme that its address names.

    What its model leaves out by itself, such as a milestone that was taken away, has none.
    """
    kind = ContentType.objects.get_for_id(type_id).model_class()
    if kind is None or not hasattr(kind, "get_absolute_url"):
        return []
    return kind._default_manager.filter(pk__in=numbers).select_related()  # noqa: SLF001 -- Django's name


def _kind(event: Event) -> str:
    return ContentType.objects.get_for_id(event.subject_type_id).name.capitalize()
