"""Trials and what hangs on them, through the project's own verbs."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from changeprog.onboarding.models import OldHabit, Tick, Trial, TrialNote
from changeprog.onboarding.trial_days import months_after
from changeprog.programme.models import Person, Programme, Role, Team
from tests import factory

TEAM = "Trial desk"


def own_team(programme: Programme, viewer: Person | None = None) -> Team:
    """An adopting team in which the viewer has a seat, if they may do anything there."""
    team, _ = Team.objects.get_or_create(programme=programme, name=TEAM, kind="adopting")
    if viewer and viewer.programme_id == programme.pk and viewer.may(Role.MEMBER):
        sit(viewer, team)
    return team


def sit(person: Person, team: Team) -> None:
    """Give somebody a seat in ``team`` unless they have one."""
    if not team.seats.filter(person=person, until=None).exists():
        factory.seat(person, team)


def begin(team: Team, by: Person | None = None, **fields: Any) -> Trial:
    """A trial of ``team`` that began today, unless ``starts_on`` says otherwise."""
    starts_on: date = fields.get("starts_on", localdate())
    values = {
        "task": "Note each call on the shared page",
        "where": "Before the headset comes off",
        "purpose": "Nobody asks twice",
        "hope": "Fewer calls that come back",
        "ends_on": months_after(starts_on, 1),
        "key": uuid4(),
    }
    trial = Trial(programme=team.programme, team=team, **(values | fields))
    trial.plan(by or factory.champion_of(team.programme))
    return trial


def over(team: Team, **fields: Any) -> Trial:
    """A trial whose month is over."""
    return begin(team, starts_on=localdate() - timedelta(days=35), **fields)


def trial(programme: Programme, viewer: Person | None = None) -> Trial:
    """The open trial of the viewer's team."""
    team = own_team(programme, viewer)
    known = Trial.objects.filter(team=team, outcome="open").first()
    return known or begin(team)


def note(programme: Programme, viewer: Person | None = None, **fields: Any) -> TrialNote:
    """A result that the viewer, or the champion, noted."""
    by = viewer if viewer and viewer.programme_id == programme.pk else None
    of = trial(programme, viewer)
    written = TrialNote(
        programme=programme, trial=of, **({"kind": "result", "what": "One call less"} | fields)
    )
    written.write(by or factory.champion_of(programme))
    return written


def old_habit(programme: Programme, viewer: Person | None = None, **fields: Any) -> OldHabit:
    """What the viewer's team does anyway."""
    said = {"habit": "We write yellow notes", "use": "They go onto the page"} | fields
    named = OldHabit(programme=programme, team=own_team(programme, viewer), **said)
    named.name_it(factory.champion_of(programme))
    return named


def tick_all(trial: Trial, people: list[Person], days: list[date]) -> None:
    """Let each of ``people`` have ticked each of ``days``, whenever that was."""
    Tick.objects.bulk_create(
        Tick(trial=trial, person=person, on=on) for person in people for on in days
    )
