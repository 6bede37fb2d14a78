"""The links of the chain that teams holds: from decisions and actions down to victories."""

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from changeprog.programme import chain
from changeprog.programme.chain import Kind, Relation, Shown
from changeprog.programme.models import Person, Programme
from teams.models import Action, Barrier, Decision, HandOff, Victory
from teams.models.hand_off import HandOffState

if TYPE_CHECKING:
    from django.db.models import QuerySet


def decisions(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Decision.objects.standing().filter(programme=programme)


def actions(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Action.objects.kept().filter(programme=programme)


def hand_offs(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return HandOff.objects.filter(programme=programme)


def barriers(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Barrier.objects.filter(programme=programme)


def victories(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Victory.objects.filter(programme=programme)


def decision_shown(decision: Decision) -> Shown:
    return Shown(decision.text, on=localdate(decision.made_at))


def action_shown(action: Action) -> Shown:
    """Show an action as done, late, or ahead."""
    if action.done_at:
        return Shown(action.text, "done", "is-good", localdate(action.done_at))
    late = action.is_late(localdate())
    return Shown(action.text, *(("late", "is-warn") if late else ("", "")), action.due)


def hand_off_shown(hand_off: HandOff) -> Shown:
    """Show a hand-off by what somebody found when it was last checked."""
    known = hand_off.state != HandOffState.UNKNOWN
    state = hand_off.get_state_display().lower() if known else ""
    return Shown(hand_off.what, state, hand_off.tone, hand_off.checked_on)


def barrier_shown(barrier: Barrier) -> Shown:
    """Show a barrier as knocked down, or standing with the tone of its age."""
    if barrier.knocked_down_at:
        return Shown(barrier.what, "knocked down", "is-good", localdate(barrier.knocked_down_at))
    return Shown(barrier.what, "standing", barrier.age_tone, localdate(barrier.logged_at))


def victory_shown(victory: Victory) -> Shown:
    promoted = ("promoted", "is-good") if victory.promoted_at else ("", "")
    return Shown(victory.what, *promoted, localdate(victory.logged_at))


DECISION = Kind(
    40,
    "decision",
    "Decision",
    "Decisions",
    "gavel",
    Decision,
    "",
    decisions,
    decision_shown,
    rooted=False,
)
ACTION = Kind(
    42,
    "action",
    "Action",
    "Actions",
    "list-checks",
    Action,
    "teams:action",
    actions,
    action_shown,
    rooted=False,
)
HAND_OFF = Kind(
    60,
    "hand_off",
    "Hand-off",
    "Hand-offs",
    "arrow-left-right",
    HandOff,
    "teams:hand_off",
    hand_offs,
    hand_off_shown,
    rooted=False,
    anchor="hand-off-",
)
BARRIER = Kind(
    70,
    "barrier",
    "Barrier",
    "Barriers",
    "construction",
    Barrier,
    "teams:barrier",
    barriers,
    barrier_shown,
)
VICTORY = Kind(
    80,
    "victory",
    "Victory",
    "Victories",
    "trophy",
    Victory,
    "teams:victory",
    victories,
    victory_shown,
)


def hand_offs_of_milestones(programme: Programme) -> "QuerySet[Any]":
    return HandOff.objects.filter(programme=programme).exclude(milestone=None)


def barriers_of_milestones(programme: Programme) -> "QuerySet[Any]":
    return Barrier.objects.filter(programme=programme).exclude(milestone=None)


def barriers_of_objectives(programme: Programme) -> "QuerySet[Any]":
    return Barrier.objects.filter(programme=programme).exclude(objective=None)


def leaks(programme: Programme) -> "QuerySet[Any]":
    """Return the hand-offs whose leak became a barrier."""
    return HandOff.objects.filter(programme=programme).exclude(barrier=None)


def victories_of_objectives(programme: Programme) -> "QuerySet[Any]":
    return Victory.objects.filter(programme=programme).exclude(objective=None)


def victories_of_milestones(programme: Programme) -> "QuerySet[Any]":
    return Victory.objects.filter(programme=programme).exclude(milestone=None)


def victories_of_barriers(programme: Programme) -> "QuerySet[Any]":
    return Victory.objects.filter(programme=programme).exclude(barrier=None)


def register() -> None:
    """Make them links of the chain."""
    chain.register(DECISION, ACTION, HAND_OFF, BARRIER, VICTORY)
    in_the_way = "stands in the way of"
    chain.join(
        Relation("milestone", "hand_off", "is needed for", hand_offs_of_milestones, "milestone_id"),
        Relation("objective", "barrier", in_the_way, barriers_of_objectives, "objective_id"),
        Relation("milestone", "barrier", in_the_way, barriers_of_milestones, "milestone_id"),
        Relation("hand_off", "barrier", "came from", leaks, "pk", "barrier_id"),
        Relation("objective", "victory", "moves", victories_of_objectives, "objective_id"),
        Relation("milestone", "victory", "moves", victories_of_milestones, "milestone_id"),
        Relation("barrier", "victory", "knocked down", victories_of_barriers, "barrier_id"),
    )
