"""Evidence about the people in it, as far as the ground knows."""

from django.db.models import Count
from django.urls import reverse

from changeprog.direction.principles.evidence import Evidence, Kind, Moment, Step
from changeprog.direction.principles.rhythm import QUARTER
from changeprog.programme.models import Programme, Role

MOST = 80
"""Per cent of those invited who have to join: the share from which a few speak for the rest."""


def taking_part(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell how many of those who were invited have joined."""
    invited = programme.people.present().with_role()
    count = invited.aggregate(all=Count("pk"), joined=Count("user"))
    if count["all"] <= 1:
        return []
    kind = joined_kind(count["joined"], count["all"], moment.age)
    words = f"{count['joined']} of {count['all']} people with a part in it have joined"
    page = reverse("programme:people", args=[programme.key])
    step = Step("Ask those who have not joined", page, Role.OBSERVER)
    return [Evidence(words, kind, page, None if kind is Kind.MET else step)]


def joined_kind(joined: int, invited: int, age: int) -> Kind:
    """Return what it means that ``joined`` of ``invited`` people have come within ``age`` days."""
    if 100 * joined >= MOST * invited:
        return Kind.MET
    return Kind.MISSING if 2 * joined < invited and age > QUARTER else Kind.PARTLY
