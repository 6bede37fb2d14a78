"""What matters most now: the one sentence that stands first on the home page, with its link.

Apps register sources. A source asks by an expression over the one row of the viewer, so that one
query asks for everything, and says in words what the answer means. Which of it stands first is the
pure rule ``headline``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.utils.text import Truncator

from changeprog.programme.models import Person, Role
from changeprog.programme.rooms import ProgrammeRegion

ALSO = 2
"""How many further matters stand below the first, in small."""
TITLE = 90
"""Characters of a title that a sentence quotes."""


class Weight(Enum):
    """Why something matters."""

    CLOSED = auto()
    """The programme is over: nothing else matters."""
    NOW = auto()
    """It is going on at this moment."""
    ASKED = auto()
    """Somebody waits for a word of the viewer."""
    LATE = auto()
    """The viewer promised it, and the day is over."""
    SOON = auto()
    """The viewer's own, within days."""
    ENDING = auto()
    """The programme is being brought to its end."""
    STUCK = auto()
    """Nothing happens any more."""
    SLOW = auto()
    """Something of everybody's is late, or has been standing for long."""
    STEP = auto()
    """The programme is new: its next step."""
    GOING = auto()
    """It goes well."""

    @property
    def tone(self) -> str:
        """The tone in which it is shown, if it has one."""
        return TONES.get(self, "")


CLOSED, NOW, ASKED, LATE, SOON, ENDING, STUCK, SLOW, STEP, GOING = Weight
IN_CHARGE = (CLOSED, NOW, ENDING, STUCK, ASKED, STEP, SLOW, LATE, SOON, GOING)
"""For champions the programme comes before what is their own."""
OTHERS = (CLOSED, NOW, ASKED, LATE, SOON, ENDING, STUCK, SLOW, STEP, GOING)
"""For everybody else their own comes first."""
TONES = {
    **dict.fromkeys([LATE, STUCK], "is-bad"),
    **dict.fromkeys([SLOW, ENDING], "is-warn"),
    **dict.fromkeys([NOW, ASKED, SOON, STEP], "is-accent"),
    GOING: "is-good",
}


@dataclass(frozen=True)
class Matter:
    """One sentence that may stand first, and where it leads.

    ``note`` is what shows it; ``days`` says how long it has waited, and the longest comes first
    among equals.
    """

    weight: Weight
    words: str
    url: str
    icon: str
    note: str = ""
    days: int = 0


@dataclass(frozen=True)
class Headline:
    """What stands first, and what matters besides."""

    first: Matter
    also: tuple[Matter, ...] = ()


def headline(matters: Iterable[Matter], role: Role) -> Headline | None:
    """Return what somebody in ``role`` reads first of ``matters``; nothing if there are none.

    Once the programme is closed, that is all. That things go well is said beside nothing worse, and
    no address is named twice.
    """
    order = IN_CHARGE if role is Role.CHAMPION else OTHERS
    ranked = sorted(matters, key=lambda each: (order.index(each.weight), -each.days))
    once = list({each.url: each for each in reversed(ranked)}.values())[::-1]
    once.sort(key=ranked.index)
    if not once:
        return None
    first, *others = once
    if first.weight is CLOSED:
        return Headline(first)
    also = [each for each in others if each.weight is not GOING or first.weight is GOING]
    return Headline(first, tuple(also[:ALSO]))


@dataclass(frozen=True)
class Source:
    """Where matters come from.

    ``asks`` returns an expression over people, asked of the viewer's own row; ``says`` gets its
    value and returns what it means to them. ``verbs`` are prefixes of the verbs that change it.
    """

    name: str
    asks: Callable[[Person], Combinable]
    says: Callable[[Any, Person], Iterable[Matter]]
    verbs: tuple[str, ...]
    least: Role = Role.OBSERVER


_sources: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Have ``sources`` asked; registering one twice changes nothing."""
    _sources.update({source.name: source for source in sources})


def matters(person: Person) -> list[Matter]:
    """Return everything that may matter to ``person`` now, in one query."""
    sources = [source for source in _sources.values() if person.may(source.least)]
    asked = [source.asks(person) for source in sources]
    found = Person.objects.filter(pk=person.pk).order_by().values_list(*asked).get()
    return [
        matter
        for source, value in zip(sources, found, strict=True)
        if value is not None
        for matter in source.says(value, person)
    ]


def one_of(rows: QuerySet[Any], **fields: Any) -> Subquery:
    """Return, as an expression, ``fields`` of the first of ``rows``; null where there are none.

    They are the names of fields, or expressions; days come as ISO texts.
    """
    return Subquery(rows.values(found=JSONObject(**fields))[:1])


def first_of(rows: QuerySet[Any], **fields: Any) -> Subquery:
    """Return the same, with the ``count`` of all of them."""
    return one_of(rows, count=Window(Count("pk")), **fields)


def quoted(title: str) -> str:
    """Return ``title`` as a sentence quotes it."""
    return f"“{Truncator(title).chars(TITLE)}”"


def at_home(person: Person) -> dict[str, Any]:
    """Return what ``person`` reads first on the home page."""
    return {"headline": headline(matters(person), Role(person.role))}


@dataclass(frozen=True)
class HeadlineRegion(ProgrammeRegion):
    """The headline is as stale as any of its sources; apps register them one by one."""

    def is_stale_after(self, verb: str) -> bool:
        return any(verb.startswith(source.verbs) for source in _sources.values())


HEADLINE = HeadlineRegion("home-headline", "programme/_headline.html", (), personal_context=at_home)
