"""The links of the chain that bringing on board holds: trials, and criteria of the usual way."""

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from changeprog.onboarding.models import Criterion, Trial, TrialNote
from changeprog.programme import chain
from changeprog.programme.chain import Kind, Relation, Shown
from changeprog.programme.models import Person, Programme

if TYPE_CHECKING:
    from django.db.models import QuerySet


def trials(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Trial.objects.filter(programme=programme)


def criteria(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Criterion.objects.filter(programme=programme)


def trial_shown(trial: Trial) -> Shown:
    return Shown(str(trial), trial.state.lower(), trial.tone, trial.starts_on)


def criterion_shown(criterion: Criterion) -> Shown:
    if criterion.accepted_at is None:
        return Shown(criterion.statement)
    return Shown(criterion.statement, "accepted", "is-good", localdate(criterion.accepted_at))


TRIAL = Kind(
    65,
    "trial",
    "Trial",
    "Trials",
    "flask-conical",
    Trial,
    "onboarding:trial",
    trials,
    trial_shown,
)
CRITERION = Kind(
    85,
    "criterion",
    "Criterion",
    "Criteria",
    "stamp",
    Criterion,
    "onboarding:criterion",
    criteria,
    criterion_shown,
    rooted=False,
)


def trials_of_objectives(programme: Programme) -> "QuerySet[Any]":
    return Trial.objects.filter(programme=programme).exclude(objective=None)


def criteria_of_objectives(programme: Programme) -> "QuerySet[Any]":
    """Return the criteria that read the figures of an objective."""
    return Criterion.objects.filter(programme=programme).exclude(objective=None)


def annoyances(programme: Programme) -> "QuerySet[Any]":
    """Return the notes of trials that became a barrier."""
    return TrialNote.objects.filter(programme=programme).exclude(barrier=None)


def results(programme: Programme) -> "QuerySet[Any]":
    """Return the notes of trials that became a victory."""
    return TrialNote.objects.filter(programme=programme).exclude(victory=None)


def register() -> None:
    """Make them links of the chain."""
    chain.register(TRIAL, CRITERION)
    noted, figures = "was noted in", "reads the figures of"
    chain.join(
        Relation("objective", "trial", "serves", trials_of_objectives, "objective_id"),
        Relation("objective", "criterion", figures, criteria_of_objectives, "objective_id"),
        Relation("trial", "barrier", noted, annoyances, "trial_id", "barrier_id"),
        Relation("trial", "victory", noted, results, "trial_id", "victory_id"),
    )
