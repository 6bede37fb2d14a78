"""Who is on the map, as the rule about ambassadors sees it: read from a programme.

Still to be won is whoever needs more support than they have; where either is unknown nobody can
say, and they count for nothing. Ties are those of advice and trust, and of the survey's only while
it may name anybody (``stakeholders.survey``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

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
"""Sets of relations whose figures are shown: the first that the map has."""
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
class Map:
    """What a proposal is made from.

    ``incomplete`` says why ties of the survey are left out. ``unknown`` is how many people there
    are of whom nobody can say whether they have still to be won, ``ties`` how many ties count.
    """

    reach: Reach
    rule: ProposalRule
    incomplete: Incomplete | None
    unknown: int
    ties: int


def read(programme: Programme) -> Map:
    """Return the map of ``programme`` as it stands; five queries."""
    rule, too_few = ProposalRule.of(programme), incomplete(programme)
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
    return Map(Reach(known, ties, wanted), rule, too_few, unknown, len(ties))


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


def figures(programme: Programme) -> Mapping[int, Row]:
    """Return the usual figures over advice and trust by a person's number, as they were drawn.

    There are none before the first drawing, and none while the survey may not name anybody.
    """
    if incomplete(programme):
        return {}
    kept = ChartFigures.objects.filter(chart__programme=programme, relations__in=SETS)
    rows = {each.relations: each.rows for each in kept}
    found: Mapping[str, Row] = next((rows[name] for name in SETS if name in rows), {})
    return {int(person): row for person, row in found.items()}
