"""Who is reminded and told of trials, what is handed over, and where a victory came from."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from changeprog.communications import inbox
from changeprog.onboarding import trial_telling
from changeprog.onboarding.models import Evaluation, Trial
from changeprog.onboarding.trial_days import months_after
from changeprog.programme import open_things, origins
from changeprog.programme.models import Event, Person, Programme, Team
from tests.onboarding import trial_factory


@pytest.fixture
def team(programme: Programme, member: Person) -> Team:
    """A team in which the member has a seat."""
    return trial_factory.own_team(programme, member)


def due(trial: Trial) -> list[tuple[int, str]]:
    last = localdate() + timedelta(days=200)
    return [(each.number, each.title) for each in trial_telling.evaluations(last)]


def test_whoever_looks_after_a_trial_is_reminded_of_what_is_asked_next(
    team: Team, member: Person
) -> None:
    trial = trial_factory.over(team, owner=member)
    thing = next(trial_telling.evaluations(localdate()))
    assert (thing.owners, thing.due, thing.path) == (
        (member,),
        trial.ends_on,
        trial.get_absolute_url(),
    )
    Evaluation.give(member, trial, "month", verdict="keep", answer="yes")
    assert due(trial) == [(trial.pk, f"Evaluate how “{trial}” goes")]
    Evaluation.give(member, trial, "process", answer="yes")
    assert due(trial) == [(trial.pk, f"Evaluate what “{trial}” has brought")]
    Evaluation.give(member, trial, "results", answer="yes")
    assert due(trial) == []


def test_nothing_is_asked_before_its_day_nor_of_what_is_dropped_or_of_a_retired_team(
    team: Team, member: Person, champion: Person
) -> None:
    trial = trial_factory.begin(team)
    assert list(trial_telling.evaluations(trial.ends_on - timedelta(days=1))) == []
    assert len(list(trial_telling.evaluations(trial.ends_on))) == 1
    team.retire(champion)
    assert due(trial) == []
    team.bring_back(champion)
    Evaluation.give(member, trial, "month", verdict="drop", answer="no")
    assert due(trial) == []


def test_a_trial_that_is_planned_is_reminded_of_until_it_begins(team: Team, member: Person) -> None:
    trial = trial_factory.begin(team, starts_on=localdate() + timedelta(days=5))
    assert [each.number for each in trial_telling.beginnings(trial.starts_on)] == [trial.pk]
    trial.begin(member)
    assert list(trial_telling.beginnings(months_after(localdate(), 3))) == []


def test_the_people_of_the_team_are_told_that_it_begins_and_what_was_found(
    team: Team, member: Person, facilitator: Person
) -> None:
    trial_factory.sit(facilitator, team)
    trial = trial_factory.over(team)
    Evaluation.give(member, trial, "month", verdict="keep", answer="yes", words="It is quicker")
    begins = f"{team} tries something new from now on: “{trial}”"
    for verb, text, detail in (
        (
            "trial.begun",
            begins,
            f"Where: {trial.where}",
        ),
        (
            "trial.evaluated",
            f"{member.name} evaluated “{trial}”: Keep it. Did it become habit? Yes.",
            "It is quicker",
        ),
    ):
        events = list(Event.objects.about(verb).select_related("person"))
        told = inbox.words(verb, events)
        assert [(word.person, word.text, word.detail) for word in told] == [
            (member.pk, text, detail),
            (facilitator.pk, text, detail),
        ]


def test_what_is_open_is_handed_over_with_its_event(
    programme: Programme, team: Team, champion: Person, member: Person
) -> None:
    trial = trial_factory.begin(team)
    thing = open_things.find(programme, "trial", trial.pk)
    assert thing is not None
    assert (thing.subject, thing.owner, thing.due) == (trial, None, trial.ends_on)
    open_things.hand_over(thing, champion, member)
    assert Trial.objects.get().owner == member
    Evaluation.give(member, Trial.objects.get(), "month", verdict="drop", answer="no")
    assert open_things.find(programme, "trial", trial.pk) is None


def test_a_victory_says_from_which_trial_it_is(programme: Programme, member: Person) -> None:
    note = trial_factory.note(programme, member)
    victory = note.become(member)
    found = origins.origins_of(victory, member)
    assert [(origin.note, origin.url) for origin in found] == [
        (str(note.trial), note.trial.get_absolute_url())
    ]
    note.trial.remove(member)
    assert origins.origins_of(victory, member) == []


@pytest.mark.parametrize("teams", [1, 3])
def test_what_is_due_takes_as_many_queries_for_many(
    programme: Programme, django_assert_num_queries: DjangoAssertNumQueries, teams: int
) -> None:
    for number in range(teams):
        team = Team.objects.create(programme=programme, name=f"Team {number}", kind="adopting")
        trial_factory.over(team)
    with django_assert_num_queries(2):
        assert len(list(trial_telling.evaluations(localdate()))) == teams
