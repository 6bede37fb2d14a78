"""The live parts of the pages: the room "direction", and what direction shows on the home page."""

from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.direction.timeline import Stop, timeline
from changeprog.direction.way import way
from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

FIRST = 12
"""How many objectives the overview shows; a page of their own has them all."""
NEXT = 3
"""How many open milestones the home page shows."""
NEAR = {"reached": 2, "late": 4, "upcoming": 5}
"""How many milestones of each kind the overview shows; the timeline has them all."""
NAMES = ("objective.changed", "objective.removed", "objective.restored", "person.")
"""What changes the names that stand beside a milestone."""


def vision(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the vision as it stands."""
    return {"vision": Vision.current(programme)}


def objectives(programme: Programme, _: Role) -> dict[str, Any]:
    """Return how far the objectives that are due first have come, and how many others there are."""
    known = Objective.objects.filter(programme=programme)
    shown = known.with_latest().with_names()[:FIRST]
    today = localdate()
    ways = [way(each, each.latest_value, each.latest_on, today) for each in shown]
    return {"ways": ways, "others": known.count() - len(ways)}


def milestones(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the milestones around today, and how many there are."""
    today = localdate()
    known = Milestone.objects.filter(programme=programme).going_ahead()
    shown = timeline(known.around(today, **NEAR).with_names(), today)
    late = Count("pk", filter=Q(reached_on=None, due__lt=today))
    return {"timeline": shown, **known.aggregate(total=Count("pk"), late=late)}


def next_milestones(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the open milestones that are due first, late ones among them."""
    today = localdate()
    due_first = Milestone.objects.filter(programme=programme).open().with_names()[:NEXT]
    return {"stops": [Stop(milestone, milestone.state(today)) for milestone in due_first]}


DIRECTION = ProgrammeRoom("direction")
VISION = ProgrammeRegion(
    "direction-vision", "direction/_vision_region.html", ("vision.", "person."), vision
)
OBJECTIVES = ProgrammeRegion(
    "direction-objectives",
    "direction/_objectives_region.html",
    ("objective.", "person."),
    objectives,
)
MILESTONES = ProgrammeRegion(
    "direction-milestones",
    "direction/_milestones_region.html",
    ("milestone.", *NAMES),
    milestones,
)
HOME_VISION = ProgrammeRegion(
    "home-vision", "direction/_home_vision.html", ("vision.", "person."), vision
)
HOME_MILESTONES = ProgrammeRegion(
    "home-milestones",
    "direction/_home_milestones.html",
    ("milestone.", *NAMES),
    next_milestones,
)
