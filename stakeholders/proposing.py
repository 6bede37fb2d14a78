"""Who is on the map, as the rule about ambassadors sees it: read from a programme.

Still to be won is whoever needs more support than they have; where either is unknown nobody can
say, and they count for nothing. Ties are those of advice and trust, and of the survey's only while
it may name anybody (``stakeholders.survey``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, F, Func, QuerySet, Sum
from django.db.models.functions import Length

from changeprog.programme.models import Programme
from stakeholders.drawing import Row
from stakeholders.models import (
    Ambassador,
    Chart,
    ChartFigures,
    Origin,
    ProposalRule,
    Relation,
    Stakeholder,
    Tie,
)
from stakeholders.models.proposal_rule import PERCENT, Groups
from stakeholders.reach import GROUPS, Reach, Someone, Terms, Turning, weight
from stakeholders.support import gap
from stakeholders.survey import Incomplete, incomplete

COUNTED = (Relation.ADVICE, Relation.TRUST)
"""Relations along which words travel; to report to somebody is not to ask them."""
SETS = ("advice,trust", "advice", "trust")
"""Sets of relations whose figures are shown: the longest name that the map has."""
VERSION = "1"
"""Of how proposals are made and worded: with a new one all are made anew."""
FIELDS = (
    "person_id",
    "person__name",
    "person__function__name",
    "influence",
    "support",
    "needed",
    "may_be_asked",
)


@dataclass(frozen=True)
class Basis:
    """By which rule a programme proposes, and why ties of the survey are left out, if they are."""

    rule: ProposalRule
    incomplete: Incomplete | None


@dataclass(frozen=True)
class Map:
    """What a proposal is made from.

    ``unknown`` is how many people there are of whom nobody can say whether they have still to be
    won, ``ties`` how many ties count.
    """

    reach: Reach
    unknown: int
    ties: int


def basis(programme: Programme) -> Basis:
    """Return what holds in ``programme`` now; three queries."""
    return Basis(ProposalRule.of(programme), incomplete(programme))


def read(programme: Programme, by: Basis | None = None) -> Map:
    """Return the map of ``programme`` as it stands; three queries, and those of ``basis``."""
    by = by or basis(programme)
    rule, too_few = by.rule, by.incomplete
    people = list(_people(programme).values_list(*FIELDS))
    asked = _asked(programme)
    groups = _groups(programme, rule)
    known = [
        Someone(
            person,
            name,
            groups.get(person, "") if groups is not None else function or "",
            weight(influence, gap(support, needed)),
            may_be_asked and (support or 0) >= rule.least and person not in asked,
            asked.get(person, False),
        )
        for person, name, function, influence, support, needed, may_be_asked in people
    ]
    ties = [Turning(*row) for row in _ties(programme, too_few)]
    wanted = Terms(rule.fade / PERCENT, 0 if rule.groups == Groups.NONE else GROUPS)
    unknown = sum(gap(support, needed) is None for *_, support, needed, _ in people)
    return Map(Reach(known, ties, wanted), unknown, len(ties))


def fingerprint(programme: Programme, by: Basis) -> str:
    """Return a digest of all that a proposal is read from, names included; three or four queries.

    Rows are digested and added up by the database, so that their order does not matter.
    """
    drawn = Chart.objects.filter(programme=programme).values_list("fingerprint", "drawn_at")
    asked = Ambassador.objects.filter(programme=programme, person__removed_at=None)
    ties = Tie.objects.filter(programme=programme, relation__in=COUNTED)
    told = (
        VERSION,
        (by.rule.least, by.rule.fade, by.rule.groups),
        sorted(by.incomplete.relations) if by.incomplete else None,
        drawn.first() if by.rule.groups == Groups.WEB else None,
        _sum(_people(programme), "pk", *FIELDS),
        _sum(asked, "pk", "person_id", "state"),
        _sum(ties, "source_id", "target_id", "relation", "strength", "origin"),
    )
    return sha256(repr(told).encode()).hexdigest()


def _sum(rows: QuerySet[Any], *names: str) -> tuple[Any, ...]:
    """Return how many rows there are, and what the digests of these fields add up to."""
    digest = Func(
        *map(F, names),
        template="hash_record_extended(ROW(%(expressions)s), 0)",
        output_field=BigIntegerField(),
    )
    whole = DecimalField(max_digits=40, decimal_places=0)
    found = rows.order_by().aggregate(rows=Count("pk"), digests=Sum(digest, output_field=whole))
    return found["rows"], str(found["digests"])


def _people(programme: Programme) -> QuerySet[Stakeholder]:
    people: QuerySet[Stakeholder] = Stakeholder.objects.filter(
        programme=programme, person__removed_at=None
    )
    return people.order_by("pk")


def _ties(
    programme: Programme, too_few: Incomplete | None
) -> QuerySet[Tie, tuple[int, int, float]]:
    ties = Tie.objects.of_present().filter(programme=programme, relation__in=COUNTED)
    if too_few:
        ties = ties.exclude(origin=Origin.SURVEY, relation__in=too_few.relations)
    return ties.order_by().values_list("source_id", "target_id", "strength")


def _asked(programme: Programme) -> dict[int, bool]:
    """Return everybody who was ever asked, by number: whether they count as chosen now.

    Whoever said no, or ended it, is not proposed again; the champion may ask them all the same.
    """
    rows = Ambassador.objects.filter(programme=programme, person__removed_at=None)
    found: dict[int, bool] = {}
    for person, state in rows.values_list("person_id", "state"):
        stands = state in {Ambassador.State.ASKED, Ambassador.State.ACCEPTED}
        found[person] = found.get(person, False) or stands
    return found


def _groups(programme: Programme, rule: ProposalRule) -> Mapping[int, str] | None:
    """Return the group of the web that each person is in, by number; None where functions are."""
    if rule.groups != Groups.WEB:
        return None
    places = Chart.objects.filter(programme=programme).values_list("places", flat=True).first()
    if not places:
        return None
    return {int(person): f"Group {place[0]}" for person, place in places.items() if place[0]}


def figures(programme: Programme, by: Basis | None = None) -> Mapping[int, Row]:
    """Return the usual figures over advice and trust by a person's number, as they were drawn.

    There are none before the first drawing, and none while the survey may not name anybody.
    """
    if by.incomplete if by else incomplete(programme):
        return {}
    kept = ChartFigures.objects.filter(chart__programme=programme, relations__in=SETS)
    first = kept.order_by(Length("relations").desc()).first()
    found: Mapping[str, Row] = first.rows if first else {}
    return {int(person): row for person, row in found.items()}
