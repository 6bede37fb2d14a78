"""Everything the map keeps about one person: given to them, or erased.

Each module that stores something about people registers a ``Part``, so nothing is forgotten when
somebody asks what is known of them, or wants it gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from changeprog.programme.models import Event, Person

Row = dict[str, str]
"""What is known, by what it is called."""
Section = tuple[str, list[Row]]


@dataclass(frozen=True)
class Part:
    """``rows`` tells what is known of a person; ``erase`` deletes it, in a transaction."""

    order: int
    title: str
    rows: Callable[[Person], list[Row]]
    erase: Callable[[Person], None]


_parts: list[Part] = []


def register(*parts: Part) -> None:
    """Add to what is known about people; registering one twice changes nothing."""
    _parts.extend(part for part in parts if part not in _parts)


def parts() -> list[Part]:
    """Return all parts in their order."""
    return sorted(_parts, key=lambda part: part.order)


def sections(person: Person) -> list[Section]:
    """Return what each part knows of them, parts that know nothing left out."""
    told = [(part.title, part.rows(person)) for part in parts()]
    return [(title, rows) for title, rows in told if rows]


def forget_events(rows: models.QuerySet[Any]) -> None:
    """Delete what the journal keeps about ``rows``."""
    kind = ContentType.objects.get_for_model(rows.model)
    numbers = rows.values_list("pk", flat=True)
    Event.objects.filter(subject_type=kind, subject_id__in=list(numbers)).delete()
