"""What becomes of what is promised in all workshops: the page, and what is asked for it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.communications.wording import listed
from changeprog.programme.models import Person, Programme, Role
from workshops.confidence import in_charge
from workshops.consensus import NO_FUNCTION
from workshops.delivery import (
    UNKNOWN,
    Promise,
    Row,
    Standing,
    counted_places,
    deliver,
    may_add,
    row_of,
    step_words,
)
from workshops.delivery_answer import answer
from workshops.disclosure import FEWEST
from workshops.models import Commitment, FollowUp, Round, Workshop
from workshops.models.commitment import CommitmentQuerySet
from workshops.models.follow_up import Kept
from workshops.models.position import Position

if TYPE_CHECKING:
    from django.db.models import QuerySet

STANDINGS = {
    Kept.KEPT: Standing.KEPT,
    Kept.IN_TROUBLE: Standing.IN_TROUBLE,
    Kept.GIVEN_UP: Standing.GIVEN_UP,
}
"""How a promise stands by its last answer; by any other, or by none, it is late."""


@dataclass(frozen=True)
class Part:
    """One part of a bar: how long it is and where it begins, in per cent of all."""

    standing: Standing
    count: int
    start: str
    length: str


@dataclass(frozen=True)
class Line:
    """A row as the page shows it."""

    name: str
    row: Row
    url: str = ""

    @property
    def parts(self) -> list[Part]:
        """Its bar, without the parts of which there are none."""
        parts, start = [], 0
        for standing, count in self.row.counts.items():
            if count:
                at, long = (f"{100 * each / self.row.of:.2f}%" for each in (start, count))
                parts.append(Part(standing, count, at, long))
            start += count
        return parts

    @property
    def cells(self) -> list[tuple[Standing, int]]:
        """How many stand in which way."""
        return list(self.row.counts.items())


def over_all(programme: Programme, reader: Person) -> dict[str, Any]:
    """Return what ``reader`` may know of how promises of all workshops are kept, for the page."""
    delivery = deliver(promises(programme, reader))
    return {
        "delivery": delivery,
        "total": Line("All", delivery.total) if delivery.total else None,
        "answer": answer(delivery.steps),
        "steps": [Line(step_words(row.group), row) for row in delivery.steps],
        "functions": _by_function(programme, delivery.functions),
        "workshops": _by_workshop(programme, delivery.workshops),
        "standings": list(Standing),
        "ahead": signed(programme).filter(due__gt=localdate()).count(),
    }


def too_few(workshop: Workshop, reader: Person) -> bool:
    """Whether numbers about ``workshop`` would tell ``reader`` of one or two people."""
    own = promises(workshop.programme, reader, workshop)
    return 0 < sum(not each.known for each in own) < FEWEST


def signed(programme: Programme) -> CommitmentQuerySet:
    """Return what people of the programme's workshops have signed."""
    return Commitment.objects.signed().filter(programme=programme)


def promises(
    programme: Programme, reader: Person, workshop: Workshop | None = None
) -> list[Promise]:
    """Return every promise whose day has come, or those of one workshop, as ``reader`` may know."""
    rows = _due(programme, workshop)
    return _as_known(rows, reader, {} if workshop else levels(programme))


def for_everybody(programme: Programme) -> Row | None:
    """Return how promises were kept that may be counted for all of the programme, if there are any.

    Those are left out that are left out for any champion. There are none if somebody could find out
    one or two from what they know, and are shown over all workshops if they are a champion.
    """
    rows, stood = list(_due(programme, None)), levels(programme)
    champions = [_as_known(rows, who, stood) for who in _champions(programme)]
    unknowing = _as_known(rows, None, stood)
    places = counted_places(unknowing).intersection(*map(counted_places, champions))
    told = sorted(places)
    safe = may_add(unknowing, told, delivered=False) and _leaves_enough(rows, told)
    if not (told and safe and all(may_add(each, told, delivered=True) for each in champions)):
        return None
    return row_of((), [unknowing[place] for place in told])


def _champions(programme: Programme) -> list[Person]:
    """Return those who are shown more than others."""
    return list(Person.objects.present().filter(programme=programme, role=Role.CHAMPION))


def _leaves_enough(rows: Sequence[Any], told: Sequence[int]) -> bool:
    """Whether nobody knows all but one or two of the ``rows`` at ``told``.

    For who is shown nothing besides, that is all there is to find out.
    """
    private = [rows[place] for place in told if not rows[place].allowed]
    known = Counter(who for row in private for who in _who_knows(row))
    unknown = {len(private) - count for count in (0, *known.values())}
    return not any(0 < left < FEWEST for left in unknown)


def _due(programme: Programme, workshop: Workshop | None) -> "QuerySet[Any]":
    """Return the commitments whose day has come, with the last answer and who may read it."""
    told = FollowUp.objects.answered().filter(participant=OuterRef("participant"))
    last = told.exclude(kept="").order_by("-answered_at", "-pk")
    due = signed(programme).filter(due__lte=localdate()).with_last_answer()
    due = due.filter(workshop=workshop) if workshop else due
    return due.select_related("participant", "workshop").annotate(
        allowed=Subquery(last.values("champion_may_see")[:1], BooleanField())
    )


def _as_known(
    rows: Iterable[Any], reader: Person | None, stood: Mapping[int, int]
) -> list[Promise]:
    """Return ``rows`` as ``reader`` knows them, or somebody who knows none."""
    return [
        Promise(
            level=stood.get(row.participant_id, UNKNOWN),
            function=row.participant.function_id or 0,
            workshop=row.workshop_id,
            standing=STANDINGS.get(Kept(row.last), Standing.LATE) if row.last else Standing.LATE,
            known=reader is not None and _is_known(row, reader),
        )
        for row in rows
    ]


def levels(programme: Programme) -> dict[int, int]:
    """Return where each participant stood in the named round that ended their workshop.

    An anonymous round tells of nobody; the positions of one are not even asked for.
    """
    workshop = "proposal__activity__workshop_id"
    shown = Round.objects.shown().filter(programme=programme).exclude(outcome={})
    newest = shown.order_by(workshop, "-revealed_at", "-pk").distinct(workshop)
    agreed = list(newest.values_list("pk", flat=True))
    stood = Position.objects.filter(round__in=agreed, round__anonymous=False)
    return dict(stood.order_by().values_list("participant", "level"))


def _who_knows(commitment: Any) -> set[int]:
    """Return the keys of those who know how it stands, if they still take part."""
    workshop = commitment.workshop
    charged = {workshop.facilitator_id, workshop.cofacilitator_id}
    return {commitment.participant.person_id, *charged} - {None}


def _is_known(commitment: Any, reader: Person) -> bool:
    """Whether ``reader`` may know how it stands, with the name of whose it is."""
    own = commitment.participant.person_id == reader.pk
    return own or bool(commitment.allowed) or in_charge(commitment.workshop, reader)


def _by_function(programme: Programme, rows: Sequence[Row]) -> list[Line]:
    if not rows:
        return []
    names = {each.pk: each.name for each in programme.functions.all()}
    lines = [
        Line(listed([names.get(number, NO_FUNCTION) for number in row.group]), row) for row in rows
    ]
    return sorted(lines, key=lambda line: line.name)


def _by_workshop(programme: Programme, rows: Sequence[Row]) -> list[Line]:
    if not rows:
        return []
    of = {row.group[0]: row for row in rows}
    known = Workshop.objects.filter(pk__in=of).order_by("-opened_at", "-pk")
    page = "workshops:follow_through"
    return [
        Line(each.title, of[each.pk], reverse(page, args=[programme.key, each.pk]))
        for each in known
    ]
