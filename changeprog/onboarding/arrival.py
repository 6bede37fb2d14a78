"""Whoever works in an adopting team, and nowhere else in the programme, arrives at its page."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Subquery, When
from django.db.models.expressions import Combinable

from changeprog.programme import arriving
from changeprog.programme.models import Role, Team
from teams.models import Seat

OVERSEEING = (Role.CHAMPION, Role.FACILITATOR)
"""They arrive at the whole programme, wherever else they sit."""


def own_team() -> Combinable:
    """Return, over people, the number of the adopting team at whose page they arrive, or null.

    Of several it is the first by name. Whoever also has a seat in a core team arrives at home.
    """
    held = Seat.objects.held().filter(person=OuterRef("pk")).order_by()
    core = held.exclude(team__kind=Team.Kind.ADOPTING)
    adopting = held.filter(team__kind=Team.Kind.ADOPTING).order_by("team__name", "team")
    return Case(
        When(role__in=OVERSEEING, then=None),
        When(Exists(core), then=None),
        default=Subquery(adopting.values("team")[:1]),
        output_field=IntegerField(),
    )


def register() -> None:
    """Have them arrive there, and find it first in the navigation."""
    arriving.register(arriving.Place("My team", "sailboat", "onboarding:team", "m", own_team))
