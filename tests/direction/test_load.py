"""The heat map: nothing is lost in it, nothing counted twice, and it costs the same for all."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction import load
from changeprog.direction.load import Ask, By, HeatMap, Row
from changeprog.programme.models import Person, Programme
from tests import factory

Browse = Callable[[Person], Client]
TODAY = date(2026, 11, 21)
MONTHS = load.months_around(TODAY)
NAMES = {number: f"Name {number}" for number in range(1, 8)}

keys = st.none() | st.integers(1, 9)
days = st.dates(MONTHS[0], date(2027, 5, 31))
said = st.lists(
    st.builds(Ask, days, st.just("x"), st.just("/"), person=keys, team=keys, function=keys),
    max_size=40,
)


def page(programme: Programme, query: str = "") -> str:
    return reverse("direction:load", args=[programme.key]) + query


def numbers(row: Row) -> list[int]:
    return [square.number for square in row.squares]


def columns(heat: HeatMap) -> list[int]:
    rows = [numbers(row) for row in (*heat.rows, heat.others, heat.unnamed)]
    return [sum(column) for column in zip(*rows, strict=True)]


def test_the_months_are_the_last_this_and_six_ahead() -> None:
    assert [f"{month:%Y-%m-%d}" for month in MONTHS] == [
        "2026-10-01",
        "2026-11-01",
        "2026-12-01",
        "2027-01-01",
        "2027-02-01",
        "2027-03-01",
        "2027-04-01",
        "2027-05-01",
    ]
    assert load.months_around(date(2027, 1, 31))[0] == date(2026, 12, 1)


@given(said, st.sampled_from(list(By)), st.integers(0, 8))
def test_the_columns_sum_to_what_is_asked(said: list[Ask], by: By, most: int) -> None:
    heat = load.heat_map(said, NAMES, by, MONTHS, most)
    asked = Counter(ask.day.replace(day=1) for ask in said)
    assert columns(heat) == [asked[month] for month in MONTHS]
    assert len(heat.rows) <= most


@given(said, st.sampled_from(list(By)))
def test_who_carries_most_stands_first(said: list[Ask], by: By) -> None:
    totals = [row.total for row in load.heat_map(said, NAMES, by, MONTHS, 3).rows]
    assert totals == sorted(totals, reverse=True)


@given(st.integers(0, 50), st.integers(0, 50))
def test_more_never_weighs_less(one: int, other: int) -> None:
    low, high = (load.Square(number).level for number in sorted([one, other]))
    assert 0 <= low <= high <= 4


def test_a_milestone_asks_once_of_owner_function_and_team(
    programme: Programme, member: Person
) -> None:
    today = localdate()
    member.function = programme.functions.get(name="Sales")
    member.save()
    team = programme.teams.earliest("pk")
    factory.make_milestone(programme, due=today, owner=member, team=team)
    for by in By:
        heat, _ = load.saturation(programme, today, by)
        named = [row for row in heat.rows if row.total]
        assert [numbers(row) for row in named] == [[0, 1, 0, 0, 0, 0, 0, 0]]
        assert heat.unnamed.total == 0


def test_late_ones_ask_now_and_what_is_reached_asked_then(
    programme: Programme, member: Person, champion: Person
) -> None:
    months = load.months_around(localdate())
    factory.make_milestone(programme, "Late", due=localdate() - timedelta(days=90), owner=member)
    done = factory.make_milestone(programme, "Done", owner=member, due=months[4])
    done.reach(champion, months[0], "There.")
    long_ago = factory.make_milestone(programme, "Long ago", owner=member)
    long_ago.reach(champion, months[0] - timedelta(days=1), "There.")
    factory.make_milestone(programme, "Far", due=months[-1] + timedelta(days=40), owner=member)
    factory.make_milestone(programme, "Unowned", due=months[3])
    heat, asked = load.saturation(programme, localdate(), By.PEOPLE)
    assert [numbers(row) for row in heat.rows] == [[1, 1, 0, 0, 0, 0, 0, 0]]
    assert numbers(heat.unnamed) == [0, 0, 0, 1, 0, 0, 0, 0]
    assert [ask.title for ask in asked] == ["Done", "Late", "Unowned"]


def test_what_higher_apps_register_is_counted_with_it(
    programme: Programme, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_sources", [])
    trial = Ask(localdate(), "Trial", "/trial/", person=member.pk)
    source: load.Source = lambda _programme, _today: [trial]  # noqa: E731 -- as an app would
    load.register(source)
    load.register(source)
    heat, asked = load.saturation(programme, localdate(), By.PEOPLE)
    assert (asked, [row.total for row in heat.rows]) == ([trial], [1])


def test_the_filter_is_in_the_address(
    browse: Browse, programme: Programme, member: Person, champion: Person
) -> None:
    member.function = programme.functions.get(name="Sales")
    member.save()
    for owner in (member, champion):
        factory.make_milestone(programme, owner=owner, due=localdate())
    client = browse(member)

    def names(query: str) -> list[str]:
        return [row.name for row, _ in client.get(page(programme, query)).context["rows"]]

    assert names("") == names("?by=nonsense&function=0") == ["Chris Champion", "Mo Member"]
    assert names(f"?by=people&function={member.function.pk}") == ["Mo Member"]
    assert names("?by=functions")[0] == "Sales"
    assert names("?by=teams") == ["Leadership", "Design", "Rollout"]


def test_hours_promised_stand_beside_what_is_asked(
    browse: Browse, programme: Programme, member: Person
) -> None:
    factory.make_milestone(programme, owner=member, due=localdate())
    resource = factory.make_resource(programme)
    resource.promise(member, uuid4(), member, Decimal(4), since=localdate())
    rows = browse(member).get(page(programme)).context["rows"]
    assert [(row.name, hours) for row, hours in rows] == [("Mo Member", 4)]


def test_observers_do_not_see_who_carries_what(
    browse: Browse, programme: Programme, observer: Person, member: Person
) -> None:
    assert browse(member).get(page(programme)).status_code == 200
    assert browse(observer).get(page(programme)).status_code == 403


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("rows", [1, 3])
def test_the_map_costs_the_same_however_much_is_asked(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    member: Person,
    rows: int,
    by: By,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        owner = factory.make_person(programme)
        factory.make_milestone(programme, f"Stop {number}", owner=owner, due=localdate())
    client = browse(member)
    with django_assert_num_queries(8 if by is By.PEOPLE else 6):
        client.get(page(programme, f"?by={by}"))


def test_the_map_is_bounded_and_says_what_is_below_it() -> None:
    many = {number: f"Name {number}" for number in range(50)}
    asked = [Ask(TODAY, "x", "/", person=number) for number in many]
    heat = load.heat_map(asked, many, By.PEOPLE, MONTHS)
    assert (len(heat.rows), heat.hidden, heat.others.total) == (30, 20, 20)
