"""The chain: what hangs on what, from the vision down to the last edition that told of it.

An app says which of its things are links of the chain (``Kind``) and how they are joined
(``Relation``); ``tracing`` walks from one of them up to the vision and down to what came of it.
A relation leads from a kind of lower order to one of higher order, so that no walk goes round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain as one_after_another
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db.models import Model, Q, QuerySet
from django.urls import Resolver404, resolve

from changeprog.programme.models import Person, Programme

Readable = Callable[[Programme, Person], "QuerySet[Any]"]
"""Takes a programme and a reader, and returns the rows of a kind that the reader may see."""


class Ref(NamedTuple):
    """One link of the chain, by the name of its kind and its number."""

    kind: str
    number: int


@dataclass(frozen=True)
class Link:
    """One link as its reader sees it; ``state`` is a word such as "reached", ``tone`` its colour.

    ``url`` is empty where it has no page.
    """

    ref: Ref
    name: str
    url: str = ""
    state: str = ""
    tone: str = ""
    on: date | None = None

    @property
    def kind(self) -> "Kind":
        return _kinds[self.ref.kind]


@dataclass(frozen=True)
class Shown:
    """What a row says of itself in the chain."""

    name: str
    state: str = ""
    tone: str = ""
    on: date | None = None


def by_name(row: Model) -> Shown:
    """Show a row by its name alone."""
    return Shown(str(row))


@dataclass(frozen=True)
class Kind:
    """One kind of links.

    ``order`` is its place from above, the vision's being the lowest; ``name`` such as "milestone";
    ``page`` names the view of its page, whose last argument is the number; ``readable`` the rows
    that somebody may see. A kind that is ``rooted`` should hang on something up to the vision:
    one of them that does not is shown to the champion. ``numbered`` is false where the page of a
    programme shows the only one. One that has its place on a page of several is found there by
    ``anchor``, what stands before the number in the address: "hand-off-" for ``#hand-off-7``.
    """

    order: int
    name: str
    label: str
    plural: str
    icon: str
    model: type[Model]
    page: str
    readable: Readable
    shown: Callable[[Any], Shown] = by_name
    rooted: bool = True
    numbered: bool = True
    anchor: str = ""

    def link(self, row: Any, programme: Programme) -> Link:
        """Return ``row`` of ``programme`` as a link."""
        if hasattr(row, "programme_id"):
            row.programme = programme  # rather than a copy asked for again
        shown = self.shown(row)
        ref = Ref(self.name, row.pk)
        return Link(ref, shown.name, row.get_absolute_url(), shown.state, shown.tone, shown.on)


def by_everybody(_reader: Person) -> Q:
    """Match every row of a relation."""
    return Q()


@dataclass(frozen=True)
class Relation:
    """That links of kind ``lower`` hang on links of kind ``upper``.

    ``words`` say it from below: a milestone "serves" an objective. ``rows`` returns the rows of a
    programme that join them, and the fields ``upper_field`` and ``lower_field`` the two numbers.
    ``readable`` matches the rows of which a reader may know who may see both ends.
    """

    upper: str
    lower: str
    words: str
    rows: Callable[[Programme], "QuerySet[Any]"]
    upper_field: str
    lower_field: str = "pk"
    readable: Callable[[Person], Q] = by_everybody


_kinds: dict[str, Kind] = {}
_relations: list[Relation] = []
_from_all: list[Callable[[Kind], Relation]] = []


def register(*kinds: Kind) -> None:
    """Make things of ``kinds`` links of the chain; registering one twice changes nothing."""
    _kinds.update({kind.name: kind for kind in kinds})


def join(*relations: Relation) -> None:
    """Join kinds of links; registering a relation twice changes nothing."""
    _relations.extend(relation for relation in relations if relation not in _relations)


def join_all(relate: Callable[[Kind], Relation]) -> None:
    """Join every kind to one below; ``relate`` returns the relation from a kind.

    Registering one twice changes nothing.
    """
    if relate not in _from_all:
        _from_all.append(relate)


def kinds() -> list[Kind]:
    """Return every kind, from the vision down."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kind_of(row: Model) -> Kind | None:
    """Return the kind of which ``row`` is, if it is a link of the chain."""
    return next((kind for kind in _kinds.values() if kind.model is type(row)), None)


def kind_named(name: str) -> Kind:
    """Return the kind of that name; raises ``KeyError``."""
    return _kinds[name]


def relations() -> list[Relation]:
    """Return the relations between kinds that are both known."""
    made = [relate(kind) for relate in _from_all for kind in kinds()]
    downwards = [each for each in made if _kinds[each.upper].order < _kinds[each.lower].order]
    known = [each for each in _relations if {each.upper, each.lower} <= _kinds.keys()]
    return known + downwards


def ref_at(path: str) -> Ref | None:
    """Return which link has its page at ``path``, such as "/p/abcdefgh/milestones/7".

    Or its place on a page of several, such as "/p/abcdefgh/teams/hand-offs/#hand-off-7".
    """
    there = urlsplit(path)
    try:
        found = resolve(there.path)
    except Resolver404:
        return None
    if anchored := _anchored(there.fragment):
        return anchored
    kind = next((each for each in _kinds.values() if each.page == found.view_name), None)
    numbers = [
        value
        for value in one_after_another(found.args, found.kwargs.values())
        if isinstance(value, int)
    ]
    return Ref(kind.name, numbers[-1]) if kind and kind.numbered and numbers else None


def _anchored(fragment: str) -> Ref | None:
    """Return the link whose place on a page is ``fragment``, such as "hand-off-7"."""
    name, dash, number = fragment.rpartition("-")
    anchor = f"{name}{dash}"
    kind = next((each for each in _kinds.values() if anchor and each.anchor == anchor), None)
    return Ref(kind.name, int(number)) if kind and number.isdecimal() else None
