"""The live picture of the whole programme, and the way to its answers from home."""

from typing import Any

from changeprog.chain.overview import overview
from changeprog.chain.picture import draw
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

VERBS = (
    "vision.",
    "objective.",
    "milestone.",
    "resource.",
    "capability.",
    "benefit.",
    "commitment.",
    "action.",
    "hand_off.",
    "trial.",
    "barrier.",
    "victory.",
    "criterion.",
    "edition.",
    "workshop.",
)
"""What changes what hangs on what, or how it stands."""


def whole_programme(person: Person) -> dict[str, Any]:
    """Return the picture, and the same for the tables."""
    shown = overview(person.programme, person)
    return {"shown": shown, "picture": draw(shown)}


def questions(_programme: Programme, _role: Role) -> dict[str, Any]:
    """Return nothing: the questions are always the same."""
    return {}


PICTURE = ProgrammeRegion(
    "chain-picture",
    "chain/_picture.html",
    VERBS,
    personal_context=whole_programme,
    least=Role.CHAMPION,
)
QUESTIONS = ProgrammeRegion("home-questions", "chain/_home.html", (), questions)
ROOM = ProgrammeRoom("chain", least=Role.CHAMPION)
