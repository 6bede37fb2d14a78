"""The board: what stands in the way and what has been won, followed live by everybody."""

from typing import Any

from django.db.models import Count, Q

from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from teams.models import Barrier, Victory
from teams.models.barrier import without_owner

SHOWN = 30
"""Rows of each kind; the lists show the rest."""


def barriers(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the oldest standing barriers, and how many there are of each state."""
    own = Barrier.objects.filter(programme=programme)
    standing = Q(knocked_down_at=None)
    counts = own.aggregate(
        standing=Count("pk", filter=standing),
        unowned=Count("pk", filter=standing & without_owner()),
        knocked_down=Count("pk", filter=~standing),
    )
    return {"barriers": own.standing().with_names()[:SHOWN], "counts": counts, "shown": SHOWN}


def victories(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the newest victories, and how many there are."""
    own = Victory.objects.filter(programme=programme)
    counts = own.aggregate(won=Count("pk"), promoted=Count("promoted_at"))
    return {"victories": own.with_names()[:SHOWN], "counts": counts, "shown": SHOWN}


BARRIERS = ProgrammeRegion(
    name="board-barriers",
    template="teams/_board_barriers.html",
    verbs=("barrier.", "person.changed", "person.joined", "person.removed"),
    context=barriers,
)
VICTORIES = ProgrammeRegion(
    name="board-victories",
    template="teams/_board_victories.html",
    verbs=("victory.", "person.joined"),
    context=victories,
)

BOARD = ProgrammeRoom("board")
BOARD.add(BARRIERS)
BOARD.add(VICTORIES)
