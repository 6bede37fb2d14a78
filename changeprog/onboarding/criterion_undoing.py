"""What was just done to a criterion, and how it is undone by whom it was done."""

from collections.abc import Callable
from typing import Any

from changeprog.direction import undoing
from changeprog.direction.undoing import (
    Act,
    TooLate,
    Undoing,
    bring_back,
    doer,
    put_back,
    take_away,
)
from changeprog.onboarding import criterion_starters
from changeprog.onboarding.criteria import may_write
from changeprog.onboarding.models import Criterion, Evidence
from changeprog.onboarding.models.criterion import NotRipe, StandsAccepted
from changeprog.programme.models import Event, Person, Role, Team

AT_ONCE = "It was undone at once."


def writes(criterion: Criterion, person: Person) -> bool:
    """Whether it is for ``person`` to say what the criteria are."""
    return may_write(person, criterion.team)


def accepts(criterion: Criterion, person: Person) -> bool:
    """Whether it is for ``person`` to say that it is so."""
    return criterion.is_accepted_by(person)


def leads(team: Team, person: Person) -> bool:
    return may_write(person, team)


def gave(evidence: Evidence, person: Person) -> bool:
    """Whether ``person`` has shown it, or may write the criterion that it is about."""
    mine = evidence.by_id == person.pk and person.may(Role.MEMBER)
    return mine or may_write(person, evidence.criterion.team)


def unless_accepted(act: Act) -> Act:
    """Return ``act``, for which it is too late once the criterion is accepted."""

    def careful(subject: Any, event: Event) -> None:
        try:
            act(subject, event)
        except StandsAccepted as refusal:
            raise TooLate from refusal

    return careful


def accept_no_more(criterion: Criterion, event: Event) -> None:
    if not criterion.take_back(doer(event), AT_ONCE):
        raise TooLate


def accept_again(criterion: Criterion, event: Event) -> None:
    """Accept once more what was accepted, as long as it says the same and something shows it."""
    try:
        done = criterion.accept(doer(event), event.facts["undo"]["revision"])
    except NotRipe as refusal:
        raise TooLate from refusal
    if not done:
        raise TooLate


def clear(team: Team, event: Event) -> None:
    if not criterion_starters.clear(doer(event), team, event.facts["undo"]["keys"]):
        raise TooLate


def of(noun: str, made: str, may: Callable[[Any, Person], bool]) -> dict[str, Undoing]:
    """Return how making, taking away and bringing back are undone."""
    away = Undoing(unless_accepted(take_away), may, "It is taken away again.")
    return {
        f"{noun}.{made}": away,
        f"{noun}.removed": Undoing(bring_back, may, "It is back."),
        f"{noun}.restored": away,
    }


def register() -> None:
    """Say how each act is undone."""
    undoing.register(
        {
            **of("criterion", "agreed", writes),
            "criterion.changed": Undoing(unless_accepted(put_back), writes),
            "criterion.accepted": Undoing(accept_no_more, accepts, "It is not accepted any more."),
            "criterion.taken_back": Undoing(accept_again, accepts, "It is accepted again."),
            "criterion.begun": Undoing(clear, leads, "They are taken away again."),
            **of("evidence", "given", gave),
        }
    )
