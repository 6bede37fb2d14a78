"""Pages of the direction."""

from changeprog.direction.views.milestones import (
    change_milestone,
    milestone,
    new_milestone,
    reach,
    reopen,
)
from changeprog.direction.views.objectives import (
    change_objective,
    new_objective,
    objective,
    read,
)
from changeprog.direction.views.principles import principles
from changeprog.direction.views.vision import (
    overview,
    vision,
    vision_difference,
    vision_version,
    write_vision,
)
from changeprog.direction.views.waiting import wait, wait_no_longer

__all__ = [
    "change_milestone",
    "change_objective",
    "milestone",
    "new_milestone",
    "new_objective",
    "objective",
    "overview",
    "principles",
    "reach",
    "read",
    "reopen",
    "vision",
    "vision_difference",
    "vision_version",
    "wait",
    "wait_no_longer",
    "write_vision",
]
