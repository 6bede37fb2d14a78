"""The one tap: private, undoable, once a day; and the pages around it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from changeprog.accounts.models import User
from changeprog.onboarding import trial_cards, trials
from changeprog.onboarding.models import Evaluation, OldHabit, Tick, Trial
from changeprog.onboarding.trial_days import monday
from changeprog.onboarding.trial_outcomes import outcomes
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory
from tests.onboarding import trial_factory

Browse = Callable[[Person | User | None], Client]
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def team(programme: Programme, member: Person) -> Team:
    """A team in which the member has a seat."""
    return trial_factory.own_team(programme, member)


@pytest.fixture
def trial(team: Team) -> Trial:
    """What the team tries since ten days ago."""
    return trial_factory.begin(team, starts_on=localdate() - timedelta(days=10))


def url(trial: Trial) -> str:
    return reverse("onboarding:trial_tick", args=[trial.programme.key, trial.pk])


def tap(on: date, done: str = "on") -> dict[str, str]:
    return {"on": on.isoformat(), "done": done}


def ticked() -> list[tuple[str, date]]:
    return [(tick.person.name, tick.on) for tick in Tick.objects.select_related("person")]


def page(client: Client, team: Team) -> str:
    path = reverse("onboarding:team", args=[team.programme.key, team.pk])
    return client.get(path).content.decode()


def test_one_tap_is_one_tick_and_another_takes_it_back(
    browse: Browse, trial: Trial, member: Person
) -> None:
    client, today = browse(member), localdate()
    for _ in range(2):
        answer = client.post(url(trial), tap(today), **HTMX)
        assert answer.status_code == 200
        assert f'id="ticks-{trial.pk}"' in answer.content.decode()
        assert "Today: done. Tap it again to take it back." in answer.content.decode()
    assert ticked() == [(member.name, today)]
    for _ in range(2):
        assert client.post(url(trial), tap(today, ""), **HTMX).status_code == 200
    assert ticked() == []


def test_without_a_script_it_leads_back_to_the_trial(
    browse: Browse, trial: Trial, member: Person
) -> None:
    answer = browse(member).post(url(trial), tap(localdate()))
    assert (answer.status_code, answer["Location"]) == (302, trial.get_absolute_url())
    shown = browse(member).get(trial.get_absolute_url()).content.decode()
    assert f'formaction="{url(trial)}"' in shown


@pytest.mark.parametrize("days", [-1, 4, 400])
def test_neither_tomorrow_nor_long_ago_can_be_ticked(
    browse: Browse, trial: Trial, member: Person, days: int
) -> None:
    on = localdate() - timedelta(days=days)
    assert browse(member).post(url(trial), tap(on), **HTMX).status_code == 409
    assert ticked() == []


@pytest.mark.parametrize("said", [{}, {"on": "today"}, {"on": "2026-13-01", "done": "on"}])
def test_what_is_no_day_ticks_nothing(
    browse: Browse, trial: Trial, member: Person, said: dict[str, str]
) -> None:
    assert browse(member).post(url(trial), said, **HTMX).status_code == 409
    assert ticked() == []


def test_only_people_of_the_team_tick_and_each_for_themselves(
    browse: Browse, trial: Trial, member: Person, facilitator: Person, champion: Person
) -> None:
    for other in (facilitator, champion):
        assert browse(other).post(url(trial), tap(localdate())).status_code == 403
    trial_factory.sit(facilitator, trial.team)
    browse(facilitator).post(url(trial), tap(localdate()))
    assert ticked() == [(facilitator.name, localdate())]
    browse(member).post(url(trial), tap(localdate(), ""))
    assert ticked() == [(facilitator.name, localdate())]


def test_nobody_else_is_shown_who_ticked_nor_told_of_it(
    browse: Browse, trial: Trial, member: Person, champion: Person
) -> None:
    events = Event.objects.count()
    browse(member).post(url(trial), tap(localdate()))
    assert Event.objects.count() == events
    trial_factory.sit(champion, trial.team)
    mine = trial_cards.card(trial, member).taps
    theirs = trial_cards.card(trial, champion).taps
    assert ([each.done for each in mine], [each.done for each in theirs]) == (
        [True, False, False, False],
        [False] * 4,
    )
    pressed = 'aria-pressed="true"'
    for path in (trial.get_absolute_url(), trial.get_team_url()):
        assert pressed in browse(member).get(path).content.decode()
        assert pressed not in browse(champion).get(path).content.decode()


def test_weeks_are_ticked_by_their_monday(browse: Browse, team: Team, member: Person) -> None:
    trial = trial_factory.begin(team, starts_on=localdate() - timedelta(days=20), rhythm="week")
    client, first = browse(member), monday(localdate())
    client.post(url(trial), tap(first))
    assert ticked() == [(member.name, first)]
    assert client.post(url(trial), tap(first + timedelta(days=1)), **HTMX).status_code == 409


def test_what_is_planned_or_dropped_is_not_ticked(team: Team, member: Person) -> None:
    planned = trial_factory.begin(team, starts_on=localdate() + timedelta(days=3))
    assert Tick.put(planned, member, localdate(), done=True) is False
    assert trial_cards.card(planned, member).now is None


def test_sums_are_for_the_team_and_of_five_people_at_least(
    browse: Browse, programme: Programme, team: Team, member: Person, facilitator: Person
) -> None:
    start = monday(localdate()) - timedelta(days=21)
    trial = trial_factory.begin(team, starts_on=start)
    people = [factory.make_person(programme) for _ in range(5)]
    days = [start + timedelta(days=day) for day in range(5)]
    trial_factory.tick_all(trial, people[:4], days)
    shown = browse(member).get(trial.get_absolute_url())
    assert [week.share for week in shown.context["sums"]["weeks"]][:2] == [None, None]
    trial_factory.tick_all(trial, people[4:], days)
    shown = browse(member).get(trial.get_absolute_url())
    assert [week.share for week in shown.context["sums"]["weeks"]][:2] == [100, 0]
    assert "sums" not in browse(facilitator).get(trial.get_absolute_url()).context


def test_the_teams_page_offers_the_tick_to_its_people_only(
    browse: Browse, trial: Trial, member: Person, facilitator: Person
) -> None:
    offered = "I did it the new way"
    assert offered in page(browse(member), trial.team)
    there = page(browse(facilitator), trial.team)
    assert (offered in there, str(trial) in there) == (False, True)


def test_a_team_without_a_trial_is_asked_for_one_by_its_people_only(
    browse: Browse, team: Team, member: Person, facilitator: Person
) -> None:
    first_step = reverse("onboarding:trial_plan", args=[team.programme.key, team.pk])
    assert first_step in page(browse(member), team)
    assert trial_cards.section(team, facilitator) is None
    assert trials.old_habits(team, facilitator) is None
    assert first_step not in page(browse(facilitator), team)


def test_outcomes_are_counted(programme: Programme, team: Team, member: Person) -> None:
    trial = trial_factory.over(team)
    assert {each.name: each.count for each in outcomes(programme)}["running"] == 1
    Evaluation.give(member, trial, "month", verdict="keep", answer="yes")
    trial_factory.begin(team, starts_on=localdate() + timedelta(days=3))
    counted = {each.name: each.count for each in outcomes(programme)}
    assert counted == {"planned": 1, "running": 0, "formed": 1, "kept": 0, "dropped": 0}


def several(programme: Programme, teams: int) -> None:
    for number in range(teams):
        team = Team.objects.create(programme=programme, name=f"Team {number}", kind="adopting")
        trial = trial_factory.over(team)
        by = factory.champion_of(programme)
        Evaluation.give(by, trial, "month", verdict="tweak", answer="partly")
        for person in [factory.make_person(programme) for _ in range(2)]:
            trial_factory.sit(person, team)


@pytest.mark.parametrize("teams", [1, 3])
def test_the_page_of_all_trials_asks_as_much_for_many(
    browse: Browse,
    programme: Programme,
    member: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    teams: int,
) -> None:
    several(programme, teams)
    client = browse(member)
    path = reverse("onboarding:trials", args=[programme.key])
    client.get(path)
    with django_assert_num_queries(9):
        client.get(path)


@pytest.mark.parametrize("notes", [1, 3])
def test_the_page_of_a_trial_asks_as_much_for_many(
    browse: Browse,
    trial: Trial,
    member: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    notes: int,
) -> None:
    for _ in range(notes):
        trial_factory.note(trial.programme, member)
    client = browse(member)
    client.get(trial.get_absolute_url())
    with django_assert_num_queries(15):
        client.get(trial.get_absolute_url())


@pytest.mark.parametrize("chosen", ["running", "planned", "kept", "dropped", "nonsense", ""])
def test_trials_are_narrowed(browse: Browse, trial: Trial, observer: Person, chosen: str) -> None:
    path = reverse("onboarding:trials", args=[trial.programme.key])
    shown = browse(observer).get(path, {"state": chosen, "team": str(trial.team_id)})
    found: list[Any] = [card.trial for card in shown.context["cards"]]
    assert found == ([trial] if chosen in {"running", "nonsense", ""} else [])


def test_old_habits_are_named_by_their_team_and_can_come_back(
    browse: Browse, team: Team, member: Person, facilitator: Person
) -> None:
    path = reverse("onboarding:old_habit_new", args=[team.programme.key, team.pk])
    said = {"key": "0b0c7bd5-4b6c-4f3c-9f5e-3f6a4c1f0a11", "revision": "0"}
    said |= {"habit": "Yellow <notes>", "use": "Onto the page"}
    assert browse(facilitator).post(path, said).status_code == 403
    client = browse(member)
    for _ in range(2):
        assert client.post(path, said).status_code == 302
    named = OldHabit.objects.get()
    listed = reverse("onboarding:old_habits", args=[team.programme.key])
    shown = browse(facilitator).get(listed).content.decode()
    assert ("Yellow &lt;notes&gt;" in shown, "Yellow <notes>" in shown) == (True, False)
    removal = reverse("onboarding:old_habit_removal", args=[team.programme.key, named.pk])
    client.post(removal)
    assert OldHabit.objects.count() == 0
    event = Event.objects.of(named).about("old_habit.removed").get()
    client.post(reverse("direction:undoing", args=[team.programme.key, event.pk]))
    assert OldHabit.objects.get() == named
