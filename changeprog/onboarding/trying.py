"""Who may do what a team does with its trials and old habits, and how that is undone."""

from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing, doer, of_removable
from changeprog.onboarding.models import OldHabit, Trial, TrialNote
from changeprog.onboarding.models.evaluation import take_back
from changeprog.onboarding.standing import is_of, may_lead
from changeprog.programme.models import Event, Person, Role, Team


def may_try(person: Person, team: Team) -> bool:
    """Whether ``person`` may plan, evaluate and note: one of the team, or who leads it.

    The team picks its task and judges it; nobody outside does that for it.
    """
    return person.may(Role.MEMBER) and (is_of(person, team) or may_lead(person, team))


def is_offered(person: Person, team: Team) -> bool:
    """Whether pages offer ``person`` what ``may_try`` allows: not once the programme is closed."""
    return team.programme.closed_at is None and may_try(person, team)


def _of_trial(subject: Trial | OldHabit, person: Person) -> bool:
    return may_try(person, subject.team)


def may_change_note(note: TrialNote, person: Person) -> bool:
    """Whoever wrote it, as long as they may try, and who leads the team."""
    team = note.trial.team
    return may_lead(person, team) or (note.by_id == person.pk and may_try(person, team))


def _wait_again(trial: Trial, event: Event) -> None:
    if not trial.is_running or trial.evaluations.exists():
        raise TooLate
    trial.wait_again(doer(event), event.facts["undo"])


def _begin_again(trial: Trial, event: Event) -> None:
    if not trial.begin(doer(event)):
        raise TooLate


def _ask_again(trial: Trial, event: Event) -> None:
    if not take_back(trial, doer(event), event.facts["undo"]):
        raise TooLate


def _un_become(note: TrialNote, event: Event) -> None:
    if not note.be_a_note_again(doer(event)):
        raise TooLate


def register() -> None:
    """Say how what is done with trials, notes and old habits is undone."""
    undoing.register(
        {
            **of_removable("trial", "planned", _of_trial),
            "trial.begun": Undoing(_wait_again, _of_trial, "It has not begun."),
            "trial.postponed": Undoing(_begin_again, _of_trial, "It has begun."),
            "trial.evaluated": Undoing(_ask_again, _of_trial, "It is not decided yet."),
            **of_removable("trial_note", "written", may_change_note),
            "trial_note.became": Undoing(_un_become, may_change_note, "It is only a note again."),
            **of_removable("old_habit", "named", _of_trial),
        }
    )
