"""Who is reminded and told of trials: whoever looks after one, and the people of its team.

Nobody is reminded to tick, and nobody is told who did.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db.models import Model

from changeprog.communications import inbox, reminders
from changeprog.communications.inbox import About, Word, who
from changeprog.communications.reminders import Kind, Thing
from changeprog.onboarding.models import Trial, TrialNote
from changeprog.programme import open_things, origins
from changeprog.programme.models import Event, Person, Programme, Visibility
from changeprog.programme.open_things import OpenKind, OpenThing
from changeprog.programme.origins import Origin
from teams.models import Seat, Victory

LATER = {
    "month": "Evaluate “{}”: keep, tweak or drop",
    "process": "Evaluate how “{}” goes",
    "results": "Evaluate what “{}” has brought",
}


def evaluations(last: date) -> Iterator[Thing]:
    """Return every evaluation that is asked for by ``last``; two queries."""
    begun = Trial.objects.of_active_teams().current().exclude(begun_at=None)
    for trial in begun.with_names().select_related("owner"):
        question = trial.next_question
        if question and question.due <= last:
            words = LATER[question.kind].format(trial)
            yield _thing(trial, question.due, words, trial.begun_at or trial.made_at)


def beginnings(last: date) -> Iterator[Thing]:
    """Return every trial that is to begin by ``last``; one query."""
    waiting = Trial.objects.of_active_teams().planned().filter(starts_on__lte=last)
    for trial in waiting.select_related("programme", "team", "owner"):
        yield _thing(trial, trial.starts_on, f"Begin “{trial}” in {trial.team}", trial.made_at)


def _thing(trial: Trial, due: date, title: str, known_since: datetime) -> Thing:
    return Thing(
        number=trial.pk,
        programme=trial.programme,
        due=due,
        title=title,
        path=trial.get_absolute_url(),
        known_since=known_since,
        owners=(trial.owner,) if trial.owner else (),
        team=trial.team_id,
        visibility=Visibility.EVERYONE,
    )


def trials(numbers: Collection[int]) -> Mapping[int, Trial]:
    """Return these trials with whom they have in mind."""
    return Trial.objects.select_related("programme", "team").in_bulk(numbers)


def of_trial(event: Event, trial: Trial) -> Iterable[Word]:
    """Tell the people of its team that it begins, and what was decided about it."""
    begins = event.verb == "trial.begun"
    text = (
        f"{trial.team} tries something new from now on: “{trial}”"
        if begins
        else f"{who(event)} evaluated “{trial}”: {event.facts['answer']}"
    )
    detail = f"Where: {trial.where}" if begins else event.facts.get("comment", "")
    seats = Seat.objects.held().filter(team=trial.team_id).order_by("pk")
    for person in seats.values_list("person", flat=True):
        path, thing = trial.get_team_url(), f"trial/{trial.pk}"
        yield Word(event, person, text, path, detail, thing)


def origin(subject: Model, _reader: Person) -> list[Origin]:
    """Say of a victory from which trial it came."""
    if not isinstance(subject, Victory):
        return []
    notes = TrialNote.objects.filter(victory=subject, trial__removed_at=None)
    found = notes.select_related("trial__programme", "trial__team")
    return [
        Origin(f"A trial of {note.trial.team}", str(note.trial), note.trial.get_absolute_url())
        for note in found
    ]


def still_open(programme: Programme) -> list[OpenThing]:
    """Return the trials about which something is still to be decided, the oldest first."""
    begun = Trial.objects.filter(programme=programme).current().exclude(begun_at=None)
    found = []
    for trial in begun.with_names().select_related("owner").order_by("starts_on", "pk"):
        due = trial.next_question.due if trial.next_question else None
        title = f"{trial.team}: {trial}"
        found.append(OpenThing("trial", trial, title, trial.owner, trial.starts_on, due))
    return found


def hand_over(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Have ``to`` look after the trial from now on, or nobody."""
    trial: Trial = Trial.objects.select_related("programme", "team").get(pk=thing.number)
    trial.change(by, trial.revision, owner=to)


def register() -> None:
    """Register it all."""
    ask = "You look after it: sit together for ten minutes. Two taps and a sentence are enough."
    reminders.register(
        Kind("trial.due", "trial", "Evaluations of trials", evaluations, ask=ask, offsets=(1, 0)),
        Kind(
            "trial.start",
            "trial",
            "Trials that are to begin",
            beginnings,
            ask="You look after it: begin it on its page, or choose another day.",
            offsets=(3, 0),
        ),
    )
    inbox.register(About(trials, of_trial), "trial.begun", "trial.evaluated")
    inbox.describe(inbox.Kind("trial", "Trials", "flask-conical"))
    origins.register(origin)
    open_things.register(OpenKind(60, "trial", "Trials", "flask-conical", still_open, hand_over))
