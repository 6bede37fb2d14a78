"""The live page about value: the room "value", for the page and for the projector."""

from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate

from changeprog.direction import value_picture
from changeprog.direction.levels import LEVELS
from changeprog.direction.models import (
    Benefit,
    CapabilityImprovement,
    Dimension,
    Milestone,
    Vision,
)
from changeprog.direction.worth import sums, worth
from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

VERBS = ("capability.", "benefit.", "vision.", "milestone.", "person.", "programme.changed")


def value(programme: Programme, _: Role) -> dict[str, Any]:
    """Return improvements by dimension, benefits with what came of them, sums, and the picture."""
    today = localdate()
    capabilities = list(_capabilities(programme))
    worths = [worth(benefit, today) for benefit in _benefits(programme)]
    vision = Vision.current(programme)
    return {
        "dimensions": [
            (each, value_picture.MISSING[each], [c for c in capabilities if c.dimension == each])
            for each in Dimension
        ],
        "capabilities": capabilities,
        "worths": worths,
        "sums": sums(worths, today),
        "picture": value_picture.draw(vision.statement if vision else "", capabilities, worths),
        "has_vision": vision is not None,
        "levels": LEVELS.values(),
    }


def _capabilities(programme: Programme) -> Any:
    known = CapabilityImprovement.objects.filter(programme=programme).with_names()
    delivering = Prefetch("milestones", Milestone.objects.going_ahead())
    return known.prefetch_related(delivering, "benefits")


def _benefits(programme: Programme) -> Any:
    """Return the benefits, the most valuable first."""
    known = Benefit.objects.filter(programme=programme).with_names()
    with_realised = known.with_realised(localdate()).prefetch_related("capabilities")
    return with_realised.order_by("-likely", "pk")


VALUE = ProgrammeRegion("direction-value", "direction/_value_region.html", VERBS, value)
SCREEN = ProgrammeRegion("direction-value-screen", "direction/_value_picture.html", VERBS, value)
ROOM = ProgrammeRoom("value")
SCREEN_ROOM = ProgrammeRoom("value-screen", framed=False)
