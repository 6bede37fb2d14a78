"""The live part of the grid: a stamp that differs once somebody has moved.

It brings no picture, since each viewer looks at other people and another part: the page asks for
its own anew once the stamp differs from the one it was drawn with.
"""

from typing import Any

from django.db.models import Max

from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from stakeholders.models import Stakeholder

VERBS = ("stakeholder.", "conversation.", "import.", "person.")


def context(programme: Programme, _: Role) -> dict[str, Any]:
    """Return what changes with every event of the journal about people on the map."""
    events = programme.events.filter(verb__startswith=Stakeholder.NOUN)
    return {"stamp": events.aggregate(newest=Max("pk"))["newest"] or 0}


REGION = ProgrammeRegion(
    "map-news", "stakeholders/grid/_news.html", VERBS, context, least=Role.FACILITATOR
)
ROOM = ProgrammeRoom("map-grid", least=Role.FACILITATOR)


def register() -> None:
    """Open the room; called once, when the app is ready."""
    ROOM.add(REGION)
    ROOM.open()
