"""The inbox: what somebody has been told, and who is told of what happens.

Whatever is told somebody by name, ``notices.tell``, stands in their inbox. Besides, apps say in
their ``register.py`` whom an event of the journal concerns:

    inbox.register(owners, "milestone.reached")  # (events) -> words

It is asked about many events of a verb at once, and makes a number of queries that does not grow
with them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, IntegerField, Model, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from changeprog.communications.models import Notice
from changeprog.programme import facts
from changeprog.programme.models import Event


@dataclass(frozen=True)
class Word:
    """What one person, by their number, is told of an ``event``.

    ``text`` says it in a line, ``detail`` adds to it, ``path`` leads there. ``thing`` is what can
    be muted; what is asked of somebody directly names none. Words of one ``occasion`` are one
    item; without one, every event is an occasion. What was told on an occasion before is not told
    again, unless the word counts ``again``: then the item says the newer word, and is unread.
    A ``private`` word is read by nobody else. ``visibility`` stands instead of the event's where
    the app knows better that the person may read it.
    """

    event: Event
    person: int
    text: str
    path: str
    detail: str = ""
    thing: str = ""
    occasion: str = ""
    again: bool = False
    private: bool = False
    visibility: str = ""


Concerned = Callable[[Sequence[Event]], Iterable[Word]]
Subject = TypeVar("Subject", bound=Model)


@dataclass(frozen=True)
class About(Generic[Subject]):
    """Tells of events whose subjects are of one model.

    ``find`` returns those of the subjects, by their numbers, that are still there, with all that
    ``told`` needs to know of one.
    """

    find: Callable[[Collection[int]], Mapping[int, Subject]]
    told: Callable[[Event, Subject], Iterable[Word]]

    def __call__(self, events: Sequence[Event]) -> Iterable[Word]:
        known = self.find({event.subject_id for event in events})
        for event in events:
            if subject := known.get(event.subject_id):
                yield from self.told(event, subject)


_concerned: dict[str, Concerned] = {}
_kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """What items are about: ``name`` is how their kinds begin, ``icon`` a Lucide name."""

    name: str
    label: str
    icon: str


OTHER = Kind("", "Other things", "bell")


def register(concerned: Concerned, *verbs: str) -> None:
    """Have those told whom ``concerned`` names whenever one of ``verbs`` has happened."""
    _concerned.update(dict.fromkeys(verbs, concerned))


def describe(*kinds: Kind) -> None:
    """Say how items of these kinds are called and drawn; describing one twice changes nothing."""
    _kinds.update({kind.name: kind for kind in kinds})


def verbs() -> list[str]:
    """Return the verbs of which somebody may have to be told."""
    return list(_concerned)


def concerns(verb: str) -> bool:
    """Whether somebody may have to be told of ``verb``."""
    return verb in _concerned


def words(verb: str, events: Sequence[Event]) -> list[Word]:
    """Return what is told of ``events``, all of one ``verb``."""
    return list(_concerned[verb](events))


def who(event: Event) -> str:
    """Return the name of whoever did it."""
    return event.person.name if event.person else "The programme"


def with_others(event: Event, others: int, does: str, do: str) -> str:
    """Return "Ana thanks", "Ana and one other thank" or "Ana and 3 others thank"."""
    more = "one other" if others == 1 else f"{others} others"
    return f"{who(event)} and {more} {do}" if others > 0 else f"{who(event)} {does}"


def changes(event: Event, *but: str) -> str:
    """Say what an event changed, such as "due date: 15 Nov 2026 → 24 Dec 2026"."""
    changed = event.facts.get("changes", {})
    told = {name: pair for name, pair in changed.items() if name not in but}
    return " · ".join(facts.notes({"changes": told}))


def kind_of(kind: str) -> Kind:
    """Return what an item of ``kind``, such as "milestone.reached", is about."""
    return _kinds.get(kind.partition(".")[0], OTHER)


def unread(person: OuterRef) -> Combinable:
    """Return how much ``person`` has in their inbox that they have not read."""
    own = Notice.objects.in_inbox().unread().filter(person=person)
    counted = own.order_by().values("person").annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
