"""What the home page asks a chair: where more is asked of their team than is there."""

from typing import Any

from changeprog.programme import home
from changeprog.programme.models import Person, Role
from changeprog.programme.rooms import ProgrammeRegion
from teams.models import Seat
from teams.models.duty import led_by
from teams.time_page import STALE, questions_about

SHOWN = 3
"""Questions on the home page, those of the nearest weeks."""


def too_much(viewer: Person) -> dict[str, Any]:
    """Return what is asked about those whose team ``viewer`` leads; of others nothing is read."""
    if not Seat.objects.held().chairs().filter(person=viewer).exists():
        return {"questions": []}
    asked = questions_about(viewer, set(led_by(viewer).order_by()))
    return {"questions": asked[:SHOWN], "more": len(asked) - SHOWN}


HOME = ProgrammeRegion(
    "home-time", "teams/time/_home.html", STALE, personal_context=too_much, least=Role.MEMBER
)


def register() -> None:
    """Put the question on the home page."""
    home.register(home.Panel(26, HOME))
