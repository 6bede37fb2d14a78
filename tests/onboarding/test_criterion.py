"""Criteria of business as usual: agreed on, shown, accepted by name, taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from changeprog.onboarding import criteria as rules
from changeprog.onboarding.models import Adoption, Criterion, Evidence, Stage
from changeprog.onboarding.models.criterion import NotRipe, StandsAccepted
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory
from tests.onboarding.criteria import agree, read, show, shown

Browse = Callable[[Person], Client]


@pytest.fixture
def team(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def stage(team: Team) -> str:
    return Adoption.of(team).stage


def verbs(subject: Any) -> list[str]:
    return [event.verb for event in Event.objects.of(subject)]


def test_the_named_person_accepts_what_is_shown_once(
    programme: Programme, member: Person, team: Team
) -> None:
    criterion = shown(programme, member, team)
    assert [criterion.accept(member, 1) for _ in range(2)] == [True, False]
    assert verbs(criterion) == ["criterion.accepted", "criterion.agreed"]
    assert Criterion.objects.get().accepted_by == member


def test_nothing_is_accepted_that_nothing_shows(programme: Programme, member: Person) -> None:
    criterion = agree(programme, acceptor=member)
    evidence = show(criterion, member)
    evidence.remove(member)
    with pytest.raises(NotRipe):
        criterion.accept(member, 1)
    assert verbs(criterion) == ["criterion.agreed"]


def test_figures_are_accepted_once_the_readings_say_so(
    programme: Programme, member: Person
) -> None:
    objective = factory.make_objective(programme)
    figures: dict[str, Any] = {"kind": "figures", "objective": objective, "low": 4, "high": 6}
    criterion = agree(programme, acceptor=member, months=2, **figures)
    read(objective, 5, 50, 30)
    with pytest.raises(NotRipe):
        criterion.accept(member, 1)
    read(objective, 5, 70, 5)
    assert criterion.accept(member, 1)


def test_the_last_acceptance_makes_it_the_usual_way_and_taking_it_back_ends_that(
    programme: Programme, member: Person, team: Team
) -> None:
    first, second = shown(programme, member, team), shown(programme, member, team)
    first.accept(member, 1)
    assert (stage(team), rules.holds(team)) == (Stage.NOT_YET, False)
    second.accept(member, 1)
    assert (stage(team), rules.holds(team)) == (Stage.USUAL, True)
    first.take_back(member, "Two people went back to the old form.")
    assert (stage(team), rules.holds(team)) == (Stage.USING, False)
    told = Event.objects.get(verb="criterion.taken_back")
    assert told.facts["why"] == "Two people went back to the old form."
    first.accept(member, 1)
    assert stage(team) == Stage.USUAL


def test_a_new_criterion_ends_business_as_usual(
    programme: Programme, member: Person, team: Team
) -> None:
    shown(programme, member, team).accept(member, 1)
    assert stage(team) == Stage.USUAL
    agree(programme, team)
    assert stage(team) == Stage.USING


def test_without_any_criterion_nothing_holds(
    programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    assert not rules.holds(team)
    only = shown(programme, member, team)
    only.accept(member, 1)
    only.remove(champion)
    assert (stage(team), rules.holds(team)) == (Stage.USING, False)


def test_a_criterion_of_the_programme_moves_no_team(
    programme: Programme, member: Person, team: Team
) -> None:
    shown(programme, member).accept(member, 1)
    assert not Event.objects.about("team.moved").exists()


def test_what_was_accepted_stays_as_it_was_accepted(
    programme: Programme, champion: Person, member: Person
) -> None:
    criterion = shown(programme, member)
    criterion.accept(member, 1)
    with pytest.raises(StandsAccepted):
        criterion.change(champion, 1, statement="Something easier")
    with pytest.raises(StandsAccepted):
        Evidence.objects.get().remove(member)
    criterion.take_back(member, "Not yet.")
    criterion.change(champion, 1, statement="Something easier")
    Evidence.objects.get().remove(member)
    assert (Criterion.objects.get().statement, Evidence.objects.count()) == ("Something easier", 0)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "figures"},
        {"kind": "own", "low": 1},
        {"kind": "figures", "low": 2, "high": 1},
        {"kind": "own", "months": 0},
        {"kind": "own", "months": 25},
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    programme: Programme, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.create(programme=programme, statement="x", **values)


def test_a_criterion_costs_the_same_however_much_shows_it(
    browse: Browse,
    programme: Programme,
    member: Person,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    criterion, client = agree(programme), browse(member)
    client.get(criterion.get_absolute_url())
    for more in (1, 2):
        for _ in range(more):
            show(criterion, member)
        with django_assert_num_queries(9):
            client.get(criterion.get_absolute_url())


def test_dates_are_read_from_their_day(programme: Programme, member: Person) -> None:
    criterion = agree(programme, kind="figures", low=4, objective=factory.make_objective(programme))
    assert criterion.objective
    read(criterion.objective, 5, 10)
    assert criterion.watched(date(2020, 1, 1)).last is None
