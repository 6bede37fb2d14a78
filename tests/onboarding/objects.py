"""Which object an address of bringing teams on board is about, in the walk of all addresses."""

from collections.abc import Callable
from typing import Any

from changeprog.programme.models import Person, Programme, Team

Maker = Callable[[Programme, Person | None], Any]


def adopting_team(programme: Programme, viewer: Person | None = None) -> Team:
    """A team that is being brought on board."""
    own = Team.objects.filter(programme=programme).adopting()
    return own.first() or Team.objects.create(programme=programme, name="Service desk")


SUBJECTS: dict[str, Maker] = {
    "onboarding:team": adopting_team,
}
"""By the beginning of an address's name; an address takes the object's number as ``pk``."""
