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
from changeprog.direction.views.vision import overview, vision, vision_version, write_vision

__all__ = [
    "change_milestone",
    "change_objective",
    "milestone",
    "new_milestone",
    "new_objective",
    "objective",
    "overview",
    "reach",
    "read",
    "reopen",
    "vision",
    "vision_version",
    "write_vision",
]
