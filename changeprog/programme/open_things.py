"""What is still open in a programme: each kind says how it is found and handed to somebody else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model

from changeprog.programme.models import Person, Programme

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class OpenThing:
    """One thing that somebody still has to see to.

    ``subject`` is the row itself and has a ``get_absolute_url``; ``owner`` has it in hand, if
    anybody has; ``since`` or ``due`` say how long it has been open, or until when.
    """

    kind: str
    subject: Model
    title: str
    owner: Person | None = None
    since: date | None = None
    due: date | None = None

    @property
    def number(self) -> int:
        """The subject's number; with ``kind`` it names the thing."""
        return int(self.subject.pk)

    @property
    def url(self) -> str:
        """Where the thing itself is shown."""
        address: str = self.subject.get_absolute_url()  # type: ignore[attr-defined]
        return address


Find = Callable[[Programme], list[OpenThing]]
"""Returns what is open of one kind, oldest first, in a constant number of queries.

What is confidential is left out: champions read the list, and so does everybody in the review.
"""
HandOver = Callable[[OpenThing, Person, Person | None], None]
"""Takes a thing, by whom and to whom: the verb of the thing, which records its own event.

To nobody, when a thing that nobody had in hand is handed back.
"""


@dataclass(frozen=True)
class OpenKind:
    """One kind of things that can be open; ``name`` is "barrier", ``label`` "Barriers".

    Without ``hand_over`` they stay with whoever has them, as promises do.
    """

    order: int
    name: str
    label: str
    icon: str
    find: Find
    hand_over: HandOver | None = None


_kinds: dict[str, OpenKind] = {}


def register(kind: OpenKind) -> None:
    """Have things of ``kind`` listed; registering one twice changes nothing."""
    _kinds[kind.name] = kind


def kinds() -> list[OpenKind]:
    """Return every kind in its order."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def of_programme(programme: Programme, rows: Iterable[Row]) -> list[Row]:
    """Return ``rows``, which are all of ``programme``, each with it rather than with a copy."""
    known = list(rows)
    for row in known:
        row.programme = programme  # type: ignore[attr-defined]
    return known


def open_in(programme: Programme, only: str = "") -> list[tuple[OpenKind, list[OpenThing]]]:
    """Return what is open in ``programme`` by kind, without the kinds of which nothing is.

    ``only`` is the name of one kind, of which alone is asked.
    """
    wanted = [kind for kind in kinds() if only in ("", kind.name)]
    found = [(kind, kind.find(programme)) for kind in wanted]
    return [(kind, things) for kind, things in found if things]


def with_person(person: Person) -> list[tuple[OpenKind, list[OpenThing]]]:
    """Return what ``person`` has in hand in their programme, by kind."""
    theirs = (
        (kind, [thing for thing in things if thing.owner == person])
        for kind, things in open_in(person.programme)
    )
    return [(kind, things) for kind, things in theirs if things]


def find(programme: Programme, name: str, number: int) -> OpenThing | None:
    """Return the open thing of that kind and number, or nothing once it is no longer open."""
    known = _kinds.get(name)
    things = known.find(programme) if known else []
    return next((thing for thing in things if thing.number == number), None)


def hand_over(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Give ``thing`` to ``to`` by its own verb, unless it is theirs or stays where it is."""
    act = _kinds[thing.kind].hand_over
    if act and thing.owner != to:
        act(thing, by, to)
