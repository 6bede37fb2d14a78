"""The demo programme, told in chapters that the apps register in ``AppConfig.ready()``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now

from changeprog.programme.demo.people import KEY, begin
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.steps import Begin, silent

_chapters: list[tuple[int, str]] = []


@dataclass(frozen=True)
class Story:
    """What a chapter builds on: the programme, its people by number (1 to 21), and its calendar."""

    programme: Programme
    people: dict[int, Person]

    def moment(self, days: int, hour: int = 9) -> datetime:
        """Return the time ``days`` after the start of the programme; 182 is today."""
        day = now() - timedelta(days=MONTHS_IN - days)
        return min(day.replace(hour=hour, minute=(days * 7) % 60), now())

    def day(self, days: int) -> date:
        """Return the date ``days`` after the start of the programme."""
        return (now() + timedelta(days=days - MONTHS_IN)).date()


MONTHS_IN = 182
"""Days since the programme started: it is six months in."""


def register(order: int, chapter: str) -> None:
    """Add a chapter: the dotted path of a function that takes a ``Story``."""
    if (order, chapter) not in _chapters:
        _chapters.append((order, chapter))


@transaction.atomic
def tell(hear: Begin = silent) -> Programme:
    """Return the demo programme, made now unless it is there already.

    ``hear`` is told how many chapters it is told in.
    """
    there = Programme.objects.filter(key=KEY).first()
    if there:
        return there
    programme, people = begin()
    story = Story(programme, people)
    Event.objects.filter(programme=programme).update(at=story.moment(0))
    Programme.objects.filter(pk=programme.pk).update(created_at=story.moment(0))
    programme.refresh_from_db()
    step = hear(len(_chapters))
    for _, chapter in sorted(_chapters):
        told: Callable[[Story], None] = import_string(chapter)
        told(story)
        step(1)
    return programme


@contextmanager
def happened(at: datetime) -> Iterator[None]:
    """Date every event that is recorded inside to ``at``."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield
    Event.objects.filter(pk__gt=newest).update(at=at)
