"""Pages of the direction."""

from changeprog.direction.views.benefits import (
    benefit,
    change_benefit,
    correct_entry,
    new_benefit,
    realise,
)
from changeprog.direction.views.capabilities import (
    assess,
    capability,
    change_capability,
    new_capability,
)
from changeprog.direction.views.charter import charter_page
from changeprog.direction.views.load import load
from changeprog.direction.views.milestones import (
    call_off,
    change_milestone,
    milestone,
    new_milestone,
    reach,
    reopen,
    resume,
)
from changeprog.direction.views.objectives import (
    change_objective,
    new_objective,
    objective,
    read,
)
from changeprog.direction.views.objectives_by_team import objectives
from changeprog.direction.views.principles import principles
from changeprog.direction.views.readings import correct_reading, read_sheet, withdraw_reading
from changeprog.direction.views.removal import (
    remove_benefit,
    remove_capability,
    remove_milestone,
    remove_objective,
    remove_side_effect,
)
from changeprog.direction.views.resources import (
    change_resource,
    drop_resource,
    new_resource,
    promise,
    renew_promise,
    resource,
    resources,
    take_up_resource,
    withdraw_promise,
)
from changeprog.direction.views.side_effects import (
    change_side_effect,
    new_side_effect,
    reopen_side_effect,
    settle_side_effect,
    side_effect,
    side_effects,
)
from changeprog.direction.views.sizes import (
    function_size,
    judge_function,
    judge_team,
    size,
    team_size,
)
from changeprog.direction.views.timeline import milestones, timeline
from changeprog.direction.views.undoing import undo
from changeprog.direction.views.value import value, value_screen
from changeprog.direction.views.vision import (
    overview,
    vision,
    vision_difference,
    vision_version,
    write_vision,
)
from changeprog.direction.views.waiting import wait, wait_no_longer

__all__ = [
    "assess",
    "benefit",
    "call_off",
    "capability",
    "change_benefit",
    "change_capability",
    "change_milestone",
    "change_objective",
    "change_resource",
    "change_side_effect",
    "charter_page",
    "correct_entry",
    "correct_reading",
    "drop_resource",
    "function_size",
    "judge_function",
    "judge_team",
    "load",
    "milestone",
    "milestones",
    "new_benefit",
    "new_capability",
    "new_milestone",
    "new_objective",
    "new_resource",
    "new_side_effect",
    "objective",
    "objectives",
    "overview",
    "principles",
    "promise",
    "reach",
    "read",
    "read_sheet",
    "realise",
    "remove_benefit",
    "remove_capability",
    "remove_milestone",
    "remove_objective",
    "remove_side_effect",
    "renew_promise",
    "reopen",
    "reopen_side_effect",
    "resource",
    "resources",
    "resume",
    "settle_side_effect",
    "side_effect",
    "side_effects",
    "size",
    "take_up_resource",
    "team_size",
    "timeline",
    "undo",
    "value",
    "value_screen",
    "vision",
    "vision_difference",
    "vision_version",
    "wait",
    "wait_no_longer",
    "withdraw_promise",
    "withdraw_reading",
    "write_vision",
]
