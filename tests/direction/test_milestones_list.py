"""The list of milestones: what part of it one wants to see stands in the address."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import Dependency, Milestone
from changeprog.programme.models import Person, Programme, Team
from tests import factory

Browse = Callable[[Person], Client]


def address(programme: Programme, query: str = "") -> str:
    return reverse("direction:milestones", args=[programme.key]) + query


def names(page: Any) -> list[str]:
    return [stop.milestone.name for stop in page.context["stops"]]


@pytest.fixture
def several(programme: Programme, champion: Person, member: Person) -> dict[str, Any]:
    """One late, one upcoming, one reached; each with something that the others lack."""
    today = localdate()
    design = Team.objects.get(programme=programme, kind=Team.Kind.DESIGN)
    objective = factory.make_objective(programme)
    factory.make_milestone(programme, "Late pilot", due=today - timedelta(days=9), owner=member)
    factory.make_milestone(
        programme, "Roll-out", due=today + timedelta(days=9), team=design, visible_benefit=True
    )
    done = factory.make_milestone(programme, "Vision agreed", objective=objective)
    done.reach(champion, today, "Minutes of the pilot group.")
    return {"owner": member.pk, "team": design.pk, "objective": objective.pk}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Late pilot", "Vision agreed", "Roll-out"]),
        ("?state=late", ["Late pilot"]),
        ("?state=upcoming", ["Roll-out"]),
        ("?state=reached", ["Vision agreed"]),
        ("?owner={owner}", ["Late pilot"]),
        ("?owner=none", ["Vision agreed", "Roll-out"]),
        ("?team={team}", ["Roll-out"]),
        ("?team=none&state=reached", ["Vision agreed"]),
        ("?objective={objective}", ["Vision agreed"]),
        ("?objective=none", ["Late pilot", "Roll-out"]),
        ("?visible=on", ["Roll-out"]),
        ("?q=PILOT", ["Late pilot", "Vision agreed"]),
        ("?q=pilot&state=late", ["Late pilot"]),
        ("?q=%25", []),
        ("?state=lost&owner=x&team=0&page=99", ["Late pilot", "Vision agreed", "Roll-out"]),
    ],
)
def test_the_address_says_what_is_shown(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    several: dict[str, Any],
    observer: Person,
    query: str,
    shown: list[str],
) -> None:
    page = browse(observer).get(address(programme, query.format(**several)))
    assert names(page) == shown


def test_states_are_counted_within_what_else_was_asked_for(
    browse: Browse, programme: Programme, several: dict[str, Any], observer: Person
) -> None:
    page = browse(observer).get(address(programme, "?q=pilot&state=late"))
    assert page.context["counts"] == [
        ("", "All", 2, False),
        ("late", "Late", 1, True),
        ("upcoming", "Upcoming", 0, False),
        ("reached", "Reached", 1, False),
        ("called-off", "Called off", 0, False),
    ]
    assert "?q=pilot&amp;state=reached" in page.content.decode()


def test_rows_tell_moves_and_contradictions(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    pilot = factory.make_milestone(programme, "Pilot", due=date(2027, 3, 1))
    rollout = factory.make_milestone(programme, "Roll-out", due=date(2027, 6, 1))
    Dependency.add(champion, pilot, rollout)
    rollout.change(champion, 1, due=date(2027, 6, 11))
    page = browse(observer).get(address(programme)).content.decode()
    assert "Moved once, 10 days later" in page
    assert page.count("Due before what it waits for") == 1


def test_a_long_list_has_pages(browse: Browse, programme: Programme, observer: Person) -> None:
    Milestone.objects.bulk_create(
        Milestone(programme=programme, name=f"Stop {number:03}", due=date(2027, 1, 1))
        for number in range(120)
    )
    page = browse(observer).get(address(programme, "?state=upcoming&page=3"))
    assert names(page) == [f"Stop {number:03}" for number in range(100, 120)]
    assert "101 to 120 of 120 milestones" in page.content.decode()
    assert "?state=upcoming&amp;page=2" in page.content.decode()


def test_nothing_found_and_nothing_there_are_told_apart(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    client = browse(observer)
    assert "No milestone is planned yet" in client.get(address(programme)).content.decode()
    factory.make_milestone(programme)
    assert "No such milestone" in client.get(address(programme, "?q=x&state=late")).content.decode()


def test_another_programmes_milestones_are_not_listed(
    browse: Browse, programme: Programme, several: dict[str, Any], stranger: Person
) -> None:
    client = browse(stranger)
    assert names(client.get(address(stranger.programme, f"?owner={several['owner']}"))) == []
    assert client.get(address(programme)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_it_costs_the_same_however_many_there_are(
    browse: Browse,
    programme: Programme,
    observer: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    Milestone.objects.bulk_create(
        Milestone(programme=programme, name=f"Stop {number}", due=date(2027, 1, 1), owner=observer)
        for number in range(rows)
    )
    client = browse(observer)
    with django_assert_num_queries(11):
        client.get(address(programme))
