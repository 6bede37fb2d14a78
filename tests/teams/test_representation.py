"""Which function is in which team: the pure rule, what is missing, and who could be asked."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.programme.models import Function, Person, Programme, Team
from teams.models import RequiredFunction
from teams.representation import (
    candidates,
    gaps,
    grid,
    missing,
    read,
    with_candidates,
    without_empty_columns,
)
from teams.seating import REPRESENTATION
from tests import factory

Browse = Callable[[Person | User | None], Client]
KINDS = ["leadership", "design", "rollout", "adopting", "adopting"]
TEAMS = [Team(pk=number, kind=kind, name=f"T{number}") for number, kind in enumerate(KINDS)]
FUNCTIONS = [Function(pk=number, core=number < 4, name=f"F{number}") for number in range(6)]
PAIRS = st.frozensets(st.tuples(st.integers(0, 4), st.integers(0, 5)))
SEATED = st.lists(
    st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(0, 5))), max_size=20
)
Seated = list[tuple[int, int | None]]


def lacks(
    required: frozenset[tuple[int, int]],
    seated: Seated,
    teams: Iterable[Team] = TEAMS,
    functions: list[Function] = FUNCTIONS,
) -> set[tuple[int, int]]:
    """Return which functions are missing where, by their numbers."""
    people = [(team, Person(pk=n, function_id=f)) for n, (team, f) in enumerate(seated)]
    rows = grid(teams, functions, required, people)
    return {(gap.team.pk, gap.function.pk) for gap in missing(rows)}


@given(PAIRS, SEATED, st.tuples(st.integers(0, 4), st.integers(0, 5)))
def test_another_person_never_makes_a_gap_and_closes_their_own(
    required: frozenset[tuple[int, int]], seated: Seated, newcomer: tuple[int, int]
) -> None:
    before = lacks(required, seated)
    assert lacks(required, [*seated, newcomer]) == before - {newcomer}


@given(PAIRS, SEATED, st.randoms())
def test_neither_order_nor_names_matter(
    required: frozenset[tuple[int, int]], seated: Seated, chance: Any
) -> None:
    before = lacks(required, seated)
    teams = [Team(pk=t.pk, kind=t.kind, name=f"Renamed {t.pk}") for t in TEAMS]
    functions = [Function(pk=f.pk, core=f.core, name="Another") for f in FUNCTIONS]
    for rows in (seated, teams, functions):
        chance.shuffle(rows)
    assert lacks(required, seated, teams, functions) == before


@given(PAIRS, PAIRS, SEATED)
def test_requiring_more_never_closes_a_gap(
    required: frozenset[tuple[int, int]], more: frozenset[tuple[int, int]], seated: Seated
) -> None:
    assert lacks(required, seated) <= lacks(required | more, seated)


@given(PAIRS, SEATED)
def test_what_is_missing_is_required_and_has_nobody(
    required: frozenset[tuple[int, int]], seated: Seated
) -> None:
    always = {(team, function) for team in range(3) for function in range(4)}
    assert lacks(required, seated) == (always | required) - set(seated)


@given(PAIRS, SEATED)
def test_a_person_without_a_function_represents_none(
    required: frozenset[tuple[int, int]], seated: Seated
) -> None:
    assert lacks(required, [*seated, (0, None)]) == lacks(required, seated)


@given(PAIRS, SEATED)
def test_a_column_that_disappears_had_nothing_in_it(
    required: frozenset[tuple[int, int]], seated: Seated
) -> None:
    people = [(team, Person(pk=n, function_id=f)) for n, (team, f) in enumerate(seated)]
    rows = grid(TEAMS, FUNCTIONS, required, people)
    shorter = without_empty_columns(rows)
    assert [row.gaps for row in shorter] == [row.gaps for row in rows]
    assert [row.seats for row in shorter] == [row.seats for row in rows]
    assert len({len(row.cells) for row in shorter}) == 1


# --- as it is read


def test_a_new_programme_misses_four_functions_in_each_core_team(programme: Programme) -> None:
    known = gaps(programme)
    assert len(known) == 12
    assert str(known[0]) == "Leadership: nobody from Senior management"


def test_who_left_or_was_removed_represents_nobody(programme: Programme, champion: Person) -> None:
    sales, team = programme.functions.get(name="Sales"), factory.core_team(programme)
    people = [factory.make_person(programme, function=sales) for _ in range(2)]
    seats = [factory.seat(person, team) for person in people]
    assert len(gaps(programme)) == 11
    seats[0].leave(champion)
    people[1].remove(champion)
    assert len(gaps(programme)) == 12


def test_the_champion_may_require_more_also_where_a_team_adopts(
    programme: Programme, champion: Person
) -> None:
    it = Function.add_to(programme, "IT")
    desks = Team.add(champion, uuid4(), "Service desks")
    assert len(gaps(programme)) == 12
    RequiredFunction.require(champion, desks, [it])
    assert str(gaps(programme)[-1]) == "Service desks: nobody from IT"
    desks.retire(champion)
    assert len(gaps(programme)) == 12


def test_candidates_have_promised_least_and_take_part(
    programme: Programme, champion: Person
) -> None:
    sales = programme.functions.get(name="Sales")
    names = ["Bo Busy", "Al Able", "Cy Calm", "Di Due", "Eve Gone"]
    people = [factory.make_person(programme, name=name, function=sales) for name in names]
    factory.seat(people[0], factory.core_team(programme, "design"), hours=5)
    people[4].remove(champion)
    found = candidates(programme).filter(function=sales)
    assert [person.name for person in found] == ["Al Able", "Cy Calm", "Di Due", "Bo Busy"]
    named = with_candidates(programme, gaps(programme)[:2])
    assert [[person.name for person in gap.candidates] for gap in named] == [
        [],
        ["Al Able", "Cy Calm", "Di Due"],
    ]


def test_the_grid_names_the_gap_and_leads_to_a_seat(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    sales, team = programme.functions.get(name="Sales"), factory.core_team(programme)
    factory.make_person(programme, name="Al Able", function=sales)
    url = reverse("teams:representation", args=[programme.key])
    seat = reverse("teams:team_seats", args=[programme.key, team.pk])
    shown = browse(champion).get(url).content.decode()
    assert f'href="{seat}?function={sales.pk}"' in shown
    assert "Al Able (0 h)" in shown
    assert '<th scope="row"' in shown
    watching = browse(member).get(url).content.decode()
    assert ("Missing" in watching, seat in watching) == (True, False)


def test_the_grid_leads_a_chair_to_the_seats_of_their_own_team(
    browse: Browse, programme: Programme, member: Person
) -> None:
    sales, team = programme.functions.get(name="Sales"), factory.core_team(programme)
    factory.make_person(programme, name="Al Able", function=sales)
    factory.seat(member, team, chair=True)
    shown = browse(member).get(reverse("teams:representation", args=[programme.key]))
    led = [
        reverse("teams:team_seats", args=[programme.key, each.pk]) in shown.content.decode()
        for each in Team.objects.filter(programme=programme).core().in_order()
    ]
    assert led == [True, False, False]


def test_somebody_whose_function_is_not_said_is_named_and_the_champion_led_there(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    silent = factory.make_person(programme, name="Al Able")
    factory.seat(silent, factory.core_team(programme))
    url = reverse("teams:representation", args=[programme.key])
    page = reverse("programme:person", args=[programme.key, silent.pk])
    shown = [browse(who).get(url).content.decode() for who in (champion, member)]
    assert ["Al Able" in each for each in shown] == [True, True]
    assert [f'href="{page}"' in each for each in shown] == [True, False]


@pytest.mark.parametrize("verb", ["seat.taken", "seat.left", "team.required", "person.removed"])
def test_the_grid_follows_what_changes_it(verb: str) -> None:
    assert REPRESENTATION.stale_after(verb) == ["teams-grid"]
    assert REPRESENTATION.stale_after("barrier.logged") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_grid_costs_the_same_however_many_teams_and_seats(
    rows: int,
    browse: Browse,
    programme: Programme,
    champion: Person,
    django_assert_num_queries: Any,
) -> None:
    sales = programme.functions.get(name="Sales")
    for number in range(rows):
        team = Team.add(champion, uuid4(), f"Desk {number}")
        RequiredFunction.require(champion, team, [sales])
        factory.seat(factory.make_person(programme, function=sales), team)
    client, url = browse(champion), reverse("teams:representation", args=[programme.key])
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
    with django_assert_num_queries(4):
        read(programme, list(Team.objects.filter(programme=programme)))
