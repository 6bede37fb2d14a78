"""All objectives by team: grouped, narrowed by the address, a page at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Person, Programme, Team
from tests import factory

Browse = Callable[[Person], Client]


@pytest.fixture
def design(programme: Programme) -> Team:
    return Team.objects.get(programme=programme, kind=Team.Kind.DESIGN)


@pytest.fixture
def rollout(programme: Programme) -> Team:
    return Team.objects.get(programme=programme, kind=Team.Kind.ROLLOUT)


@pytest.fixture(autouse=True)
def set_objectives(programme: Programme, design: Team, rollout: Team) -> None:
    for team in (rollout, None, design, rollout):
        factory.make_objective(programme, f"Measure of {team.name if team else 'all'}", team=team)


def address(programme: Programme, query: str = "") -> str:
    return reverse("direction:objectives", args=[programme.key]) + query


def groups(answer: Any) -> list[tuple[Team | None, int]]:
    return [(team, len(ways)) for team, ways in answer.context["groups"]]


def test_each_team_has_its_own_behind_those_of_the_programme(
    browse: Browse, programme: Programme, observer: Person, design: Team, rollout: Team
) -> None:
    answer = browse(observer).get(address(programme))
    assert groups(answer) == [(None, 1), (design, 1), (rollout, 2)]
    page = answer.content.decode()
    headings = [part.split("</h2>")[0] for part in page.split('dir="auto">') if "</h2>" in part]
    assert [words for words in headings if "<" not in words][-3:] == [
        "The whole programme",
        "Design",
        "Rollout",
    ]


def test_the_address_says_whose_are_shown(
    browse: Browse, programme: Programme, observer: Person, rollout: Team
) -> None:
    client = browse(observer)
    assert groups(client.get(address(programme, f"?team={rollout.pk}"))) == [(rollout, 2)]
    assert groups(client.get(address(programme, "?team=none"))) == [(None, 1)]
    assert len(groups(client.get(address(programme, "?team=nobody")))) == 3


def test_a_team_of_another_programme_narrows_nothing(
    browse: Browse, programme: Programme, observer: Person, stranger: Person
) -> None:
    theirs = Team.objects.filter(programme=stranger.programme).earliest("pk")
    factory.make_objective(stranger.programme, "Theirs alone", team=theirs)
    answer = browse(observer).get(address(programme, f"?team={theirs.pk}"))
    assert len(groups(answer)) == 3
    assert "Theirs alone" not in answer.content.decode()


def test_many_come_by_the_page_and_the_overview_leads_there(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    for number in range(46):
        factory.make_objective(programme, f"Measure {number}")
    client = browse(observer)
    assert sum(count for _, count in groups(client.get(address(programme)))) == 48
    assert groups(client.get(address(programme, "?page=2")))[-1][1] == 2
    overview = client.get(reverse("direction:overview", args=[programme.key])).content.decode()
    assert overview.count('class="way-now"') == 12
    assert "All objectives, by team: 38 more" in overview
    assert f'href="{address(programme)}"' in overview


def test_a_team_without_an_objective_says_so(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    idle = Team.objects.get(programme=programme, kind=Team.Kind.LEADERSHIP)
    page = browse(observer).get(address(programme, f"?team={idle.pk}")).content.decode()
    assert "No such objective" in page
