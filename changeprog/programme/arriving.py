"""Where somebody arrives: at the programme's home, or at a place of their own that an app knows.

The app answers by an expression in the query that finds the person anyway, so that no page asks
anything more.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse

from changeprog.programme.models import Person


@dataclass(frozen=True)
class Place:
    """A kind of place, such as one's own team; it has an address with a number.

    ``number`` returns an expression over people: the number of theirs, or null for those who arrive
    at home. ``icon`` and ``key`` are those of an item of the navigation.
    """

    label: str
    icon: str
    url_name: str
    key: str
    number: Callable[[], Combinable]


@dataclass(frozen=True)
class Arrival:
    """The place of one person."""

    place: Place
    url: str


_places: list[Place] = []


def register(place: Place) -> None:
    """Have those for whom ``place`` has a number arrive there; there is one kind of place."""
    _places[:] = [place]


def with_places(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return ``people``, each with the number of their place."""
    return people.annotate(arrives_at=_places[0].number()) if _places else people


def arrival_of(person: Person) -> Arrival | None:
    """Return the place of ``person``, of ``with_places``; nothing if they arrive at home."""
    number = getattr(person, "arrives_at", None)
    if number is None:
        return None
    place = _places[0]
    return Arrival(place, reverse(place.url_name, args=[person.programme.key, number]))
