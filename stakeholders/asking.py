"""Whom somebody could be asked to win: those they would reach, then others still to be won."""

from changeprog.programme.models import Person
from stakeholders.forms.ambassador import OFFERED
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.proposing import read

SUGGESTED = 7
"""People who are ticked at first: as many conversations as somebody can keep up."""


def offered_to(
    person: Person, ambassador: Ambassador | None = None
) -> tuple[list[Stakeholder], list[int]]:
    """Return who can be named as the people of ``person``, and the numbers of those suggested.

    Those they reach come first, most strongly reached and weightiest first; the first of them are
    suggested. Whoever is theirs already is always offered.
    """
    reached = _reached(person)
    rows = Stakeholder.objects.filter(programme=person.programme, person__removed_at=None)
    others = rows.exclude(person=person).with_names()
    found = {row.person_id: row for row in others.filter(person__in=reached)}
    first = [found[key] for key in reached if key in found]
    rest = others.to_be_won().exclude(person__in=reached)[: max(0, OFFERED - len(first))]
    own = others.filter(charges__ambassador=ambassador) if ambassador else []
    offered = {row.pk: row for row in (*own, *first, *rest)}
    return list(offered.values()), [row.pk for row in first[:SUGGESTED]]


def _reached(person: Person) -> list[int]:
    """Return whom ``person`` would reach of those still to be won, the most strongly first."""
    reach = read(person.programme).reach
    place = reach.place.get(person.pk)
    if place is None:
        return []
    ways = {end: way for end, way in reach.ways(place).items() if reach.weights[end]}
    ordered = sorted(ways, key=lambda end: (-ways[end] * reach.weights[end], reach.ranks[end]))
    return [int(str(reach.people[end].key)) for end in ordered[:OFFERED]]
