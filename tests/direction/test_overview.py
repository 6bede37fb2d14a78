"""The overview and direction's part of the home page: live, the same as pushed and as loaded."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog import live
from changeprog.direction.regions import DIRECTION, HOME_MILESTONES, HOME_VISION
from changeprog.programme import home
from changeprog.programme.home import HOME
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from tests import factory

Browse = Callable[[Person], Client]
REGIONS = [*DIRECTION.regions.values(), HOME_VISION, HOME_MILESTONES]


def overview(programme: Programme) -> str:
    return reverse("direction:overview", args=[programme.key])


def fill(programme: Programme, rows: int) -> None:
    """A vision, and of everything else ``rows``."""
    champion = factory.champion_of(programme)
    factory.write_vision(programme)
    for number in range(rows):
        objective = factory.make_objective(programme, f"Measure {number}", owner=champion)
        objective.read(champion, Decimal(50 + number), localdate())
        factory.make_milestone(programme, f"Stop {number}", owner=champion, objective=objective)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_as_pushed_equals_as_loaded_for_each_role(
    browse: Browse, programme: Programme, region: ProgrammeRegion, role: str, filled: bool
) -> None:
    if filled:
        fill(programme, 2)
    person = factory.make_person(programme, role)
    address = (
        programme.get_absolute_url() if region.name.startswith("home") else overview(programme)
    )
    loaded = browse(person).get(address).content.decode()
    pushed = region.render_for(programme, Role(role))
    assert pushed in loaded
    assert f'id="{region.name}"' in pushed


def test_what_is_offered_depends_on_the_role(
    browse: Browse, programme: Programme, champion: Person, facilitator: Person
) -> None:
    new = reverse("direction:new_milestone", args=[programme.key])
    assert new in browse(champion).get(overview(programme)).content.decode()
    assert new not in browse(facilitator).get(overview(programme)).content.decode()


def test_each_verb_refreshes_what_shows_it(
    programme: Programme,
    champion: Person,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    told: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        live, "changed", lambda room, _, regions: told.append((room, sorted(regions)))
    )
    with django_capture_on_commit_callbacks(execute=True):
        factory.write_vision(programme)
    assert ("direction", ["direction-vision"]) in told
    redrawn = ["home-headline", "home-principles", "home-road", "home-vision"]
    assert ("home", redrawn) in told
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        factory.make_milestone(programme)
    assert ("direction", ["direction-milestones"]) in told


def test_home_shows_the_three_next_milestones_late_ones_first(
    browse: Browse, programme: Programme, observer: Person, champion: Person
) -> None:
    today = localdate()
    for name, days in [("In four", 4), ("Late", -3), ("In two", 2), ("In nine", 9)]:
        factory.make_milestone(programme, name, due=today + timedelta(days=days))
    done = factory.make_milestone(programme, "Done", due=today - timedelta(days=9))
    done.reach(champion, today, "See for yourself.")
    context = HOME_MILESTONES.context
    assert context
    stops = context(programme, Role.OBSERVER)["stops"]
    assert [(stop.milestone.name, stop.state) for stop in stops] == [
        ("Late", "late"),
        ("In two", "upcoming"),
        ("In four", "upcoming"),
    ]
    page = browse(observer).get(programme.get_absolute_url()).content.decode()
    assert "3 days late" in page
    assert "Done" not in page


def test_the_regions_stand_on_home_in_reading_order() -> None:
    names = [region.name for region in home.panels(Role.OBSERVER)]
    own = [name for name in names if name in {"home-vision", "home-milestones"}]
    assert own == ["home-vision", "home-milestones"]
    assert {"home-vision", "home-milestones"} <= HOME.regions.keys()


def test_the_road_is_walked_by_what_people_did(programme: Programme) -> None:
    def states() -> list[str]:
        return [step.state for step in home.road(programme)[:4]]

    assert states() == ["next", "later", "later", "later"]
    factory.write_vision(programme)
    assert states() == ["done", "next", "later", "later"]
    factory.make_objective(programme)
    assert states() == ["done", "done", "next", "later"]
    factory.make_milestone(programme)
    assert states() == ["done", "done", "done", "next"]
    factory.make_milestone(programme, "The second")
    assert states() == ["done", "done", "done", "done"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_costs_the_same_however_much_there_is(
    browse: Browse,
    programme: Programme,
    observer: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    fill(programme, rows)
    client = browse(observer)
    with django_assert_num_queries(9):
        client.get(overview(programme))


def test_another_programmes_direction_is_not_shown(
    browse: Browse, programme: Programme, champion: Person, stranger: Person
) -> None:
    fill(programme, 1)
    assert "Stop 0" in browse(champion).get(overview(programme)).content.decode()
    assert "Stop 0" not in browse(stranger).get(overview(stranger.programme)).content.decode()
    assert browse(stranger).get(overview(programme)).status_code == 404
