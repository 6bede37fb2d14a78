"""The last links of the chain: the editions, and what each of them tells of."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from changeprog.communications.digest import Line
from changeprog.communications.models import Delivery, Edition, Mention
from changeprog.communications.models.mention import told_in
from changeprog.communications.models.posting import State
from changeprog.programme import chain
from changeprog.programme.chain import Kind, Link, Relation, Shown
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.models.event import READABLE
from changeprog.programme.tracing import paths_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Told:
    """A line of an edition about a link of the chain, and the way from above down to that."""

    line: Line
    kind: Kind
    path: list[Link]


def editions(programme: Programme, reader: Person) -> "QuerySet[Any]":
    """Return what went out to everybody, or to ``reader``; all of it to who works on it."""
    own = Edition.objects.filter(procedure__programme=programme, status=Edition.Status.APPROVED)
    known = own.select_related("procedure__programme")
    if reader.may(Role.CHAMPION):
        return known
    sent = Delivery.objects.filter(person=reader, state=State.SENT)
    heard = Q(procedure__to_everyone=True) | Q(pk__in=sent.values("edition"))
    if reader.may(Role.MEMBER):
        heard |= Q(procedure__owner=reader)
    return known.filter(heard)


def edition_shown(edition: Edition) -> Shown:
    return Shown(edition.procedure.name, on=edition.occurrence)


EDITION = Kind(
    100,
    "edition",
    "Edition",
    "Editions",
    "newspaper",
    Edition,
    "communications:edition",
    editions,
    edition_shown,
    rooted=False,
)


def mentions(programme: Programme, kind: str) -> "QuerySet[Any]":
    return Mention.objects.filter(edition__procedure__programme=programme, kind=kind)


def readable(reader: Person) -> Q:
    """Match the mentions in lines that ``reader`` may read."""
    return Q(visibility__in=READABLE.get(reader.role, []))


def told_of(kind: Kind) -> Relation:
    """Return the relation from links of ``kind`` to the editions that tell of them."""
    rows = partial(mentions, kind=kind.name)
    return Relation(kind.name, "edition", "tells of", rows, "number", "edition_id", readable)


def lines_of(edition: Edition, reader: Person) -> list[Told]:
    """Return the lines for ``reader`` that are about a link of the chain, each with its way."""
    found = [
        (line, ref)
        for line in told_in(edition.passages_for(reader))
        if (ref := chain.ref_at(line.path))
    ]
    paths = paths_of(edition.procedure.programme, reader, {ref for _, ref in found})
    return [Told(line, chain.kind_named(ref.kind), paths[ref]) for line, ref in found]


def register() -> None:
    """Make them links of the chain, below all others."""
    chain.register(EDITION)
    chain.join_all(told_of)
