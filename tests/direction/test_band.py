"""Measures that shall stay within a band, and measures of one team."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction import picture
from changeprog.direction.models import Objective
from changeprog.direction.models.objective import Aim, Direction
from changeprog.direction.way import way
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction import typed

Browse = Callable[[Person], Client]
READ_ON = date(2026, 7, 2)
BAND = {"aim": "hold", "low": "20", "high": "35", "target": ""}
numbers = st.decimals(-(10**10), 10**10, places=4)


@pytest.fixture
def new(programme: Programme) -> str:
    return reverse("direction:new_objective", args=[programme.key])


def band(baseline: Decimal, low: Decimal, high: Decimal) -> Objective:
    return Objective(
        baseline=baseline,
        low=low,
        high=high,
        target=min(max(baseline, low), high),
        baseline_on=date(2026, 1, 1),
        due=date(2027, 1, 1),
    )


@pytest.mark.parametrize(("baseline", "target"), [("10", "20"), ("28", "28"), ("40", "35")])
def test_a_champion_sets_a_band_and_the_nearest_of_it_is_the_target(
    browse: Browse, new: str, champion: Person, baseline: str, target: str
) -> None:
    browse(champion).post(new, typed.objective(**BAND, baseline=baseline))
    objective = Objective.objects.get()
    assert (objective.band, objective.target) == ((Decimal(20), Decimal(35)), Decimal(target))
    assert (objective.aim, objective.direction) == (Aim.HOLD, Direction.HOLD)
    page = browse(champion).get(objective.get_absolute_url()).text
    assert "Between 20 and 35 % until 31 Dec 2027" in page
    assert "The band goes from 20 to 35 %." in page


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"low": ""}, {"low": ["Say between which two values it shall stay."]}),
        ({"high": "20"}, {"high": ["Choose a value above 20, where the band begins."]}),
        (
            {"high": "much"},
            {"high": ["That is not a number yet. Write only the number, such as 35."]},
        ),
        (
            {"baseline": ""},
            {"baseline": ["Say where it stands, such as 40. An estimate is a start."]},
        ),
    ],
)
def test_half_a_band_is_none(
    browse: Browse, new: str, champion: Person, sent: dict[str, str], errors: dict[str, Any]
) -> None:
    answer = browse(champion).post(new, typed.objective(**{**BAND, **sent}))
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)


def test_what_was_typed_for_the_other_aim_is_left_out(
    browse: Browse, new: str, champion: Person
) -> None:
    client = browse(champion)
    client.post(new, typed.objective(aim="reach", low="20", high="what?"))
    assert Objective.objects.get().band is None
    client.post(new, typed.objective(**{**BAND, "target": "what?"}))
    assert Objective.objects.filter(low=20).exists()


def test_an_objective_is_turned_from_a_target_into_a_band(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    objective = factory.make_objective(programme)
    url = reverse("direction:objective_editing", args=[programme.key, objective.pk])
    browse(champion).post(url, typed.objective(**BAND, revision="1"))
    event = Event.objects.about("objective.changed").get()
    assert event.facts["changes"] == {
        "target": ["90", "35"],
        "low": ["", "20"],
        "high": ["", "35"],
    }


def test_the_database_refuses_half_a_band_and_a_target_outside_it(programme: Programme) -> None:
    refused: list[dict[str, Any]] = [
        {"low": Decimal(20)},
        {"high": Decimal(120)},
        {"low": Decimal(95), "high": Decimal(80)},
        {"low": Decimal(20), "high": Decimal(35)},
    ]
    for fields in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            factory.make_objective(programme, **fields)
    inside: dict[str, Any] = {"low": Decimal(20), "high": Decimal(90), "baseline": Decimal(90)}
    assert factory.make_objective(programme, **inside).direction is Direction.HOLD


@pytest.mark.parametrize(
    ("baseline", "value", "state", "percent"),
    [
        (28, 28, "held", 100),
        (28, 35, "held", 100),
        (28, 50, "outside", 0),
        (28, 5, "outside", 0),
        (28, 38, "outside", 80),
        (65, 50, "ahead", 50),
        (65, 60, "behind", 16),
        (65, 30, "held", 100),
        (65, 10, "ahead", 66),
    ],
)
def test_a_band_is_held_or_on_the_way_to_it(
    baseline: int, value: int, state: str, percent: int
) -> None:
    objective = band(Decimal(baseline), Decimal(20), Decimal(35))
    there = way(objective, Decimal(value), READ_ON, READ_ON)
    assert (there.state, there.percent) == (state, percent)


@given(numbers, numbers, numbers, numbers)
def test_a_band_mirrored_is_as_far(
    baseline: Decimal, one: Decimal, other: Decimal, value: Decimal
) -> None:
    low, high = sorted([one, other])
    if low == high:
        return
    there = way(band(baseline, low, high), value, READ_ON, READ_ON)
    mirrored = way(band(-baseline, -high, -low), -value, READ_ON, READ_ON)
    assert (there.share, there.path, there.state) == (mirrored.share, mirrored.path, mirrored.state)
    assert (there.state == "held") == (low <= value <= high)
    assert 0 <= Decimal(there.mark.removesuffix("%")) <= 100


@given(numbers, numbers, numbers)
def test_the_band_lies_within_the_picture(baseline: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted([one, other])
    if low == high:
        return
    drawn = picture.draw(band(baseline, low, high), [], READ_ON)
    assert drawn.band
    top, height = (Decimal(place.removesuffix("%")) for place in drawn.band)
    assert 0 <= top <= top + height <= 100


def test_an_objective_serves_a_team_or_the_whole_programme(
    browse: Browse, new: str, programme: Programme, champion: Person, stranger: Person
) -> None:
    client = browse(champion)
    team = programme.teams.get(kind="design")
    client.post(new, typed.objective(team=team.pk, measure="Interviews a month"))
    objective = Objective.objects.get()
    assert objective.team == team
    assert '<p dir="auto">Design</p>' in client.get(objective.get_absolute_url()).text
    overview = reverse("direction:overview", args=[programme.key])
    assert '<span class="badge" dir="auto">Design</span>' in client.get(overview).text
    foreign = stranger.programme.teams.get(kind="design")
    answer = client.post(new, typed.objective(team=foreign.pk))
    assert [*answer.context["form"].errors] == ["team"]


def test_units_are_suggested_with_the_currency_of_the_programme(
    browse: Browse, new: str, champion: Person, programme: Programme
) -> None:
    programme.currency = "CHF"
    programme.save()
    page = browse(champion).get(new).text
    assert '<option value="CHF"></option>' in page
    assert 'list="units"' in page
