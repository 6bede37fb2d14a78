"""The charter: what has been agreed on, bounded to what two sheets hold."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.direction import charter
from changeprog.direction.models import Vision
from changeprog.programme.models import Person, Programme, Team
from tests import factory

Browse = Callable[[Person], Client]


@pytest.fixture
def url(programme: Programme) -> str:
    return reverse("direction:charter", args=[programme.key])


def test_a_new_programme_has_a_charter_that_says_what_is_missing(
    browse: Browse, observer: Person, url: str
) -> None:
    page = browse(observer).get(url).content.decode()
    missing = ["There is no vision yet", "No objective is set yet", "No milestone is planned yet"]
    assert [words for words in missing if words not in page] == []
    assert "Leadership" in page


def test_it_names_vision_objectives_milestones_and_teams(
    browse: Browse, programme: Programme, observer: Person, member: Person, url: str
) -> None:
    factory.write_vision(programme, "Every customer is known.").sign_off(member, "Workshop")
    factory.make_objective(programme, "Answered in a day", owner=member)
    factory.make_milestone(programme, "Pilot live", visible_benefit=True)
    Team.objects.create(programme=programme, name="Service Graz")
    page = browse(observer).get(url).content.decode()
    words = ["Every customer is known.", "Answered in a day", "Pilot live", "Service Graz"]
    assert [each for each in words if each not in page] == []
    assert "Signed off by" in page
    assert "Mo Member" in page
    assert "people will notice" in page


def test_what_is_due_next_goes_before_what_was_reached_long_ago(
    programme: Programme, champion: Person
) -> None:
    for number in range(3):
        milestone = factory.make_milestone(programme, f"Reached {number}")
        milestone.reach(champion, milestone.due, "Seen.")
    for number in range(charter.MILESTONES - 1):
        factory.make_milestone(programme, f"Open {number}")
    shown = charter.milestones(programme, champion)
    reached = [stop.milestone.name for stop in shown["stops"] if stop.state == "reached"]
    assert (reached, len(shown["stops"]), shown["others"]) == (
        ["Reached 2"],
        charter.MILESTONES,
        2,
    )


@pytest.mark.parametrize(("more", "others"), [(0, 0), (1, 1), (5, 5)])
def test_what_does_not_fit_is_counted(
    programme: Programme, champion: Person, more: int, others: int
) -> None:
    for number in range(charter.OBJECTIVES + more):
        factory.make_objective(programme, f"Measure {number}")
    shown = charter.objectives(programme, champion)
    assert (len(shown["ways"]), shown["others"]) == (charter.OBJECTIVES, others)


def test_markup_is_only_words(
    browse: Browse, programme: Programme, observer: Person, url: str
) -> None:
    factory.write_vision(programme, "<script>alert(1)</script>")
    assert "<script>alert" not in browse(observer).get(url).content.decode()
    assert Vision.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_much_there_is(
    browse: Browse,
    observer: Person,
    url: str,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    programme = observer.programme
    for number in range(rows):
        vision = factory.write_vision(programme, f"Words {number}")
        vision.sign_off(factory.make_person(programme), "Workshop")
        factory.make_objective(programme, f"Measure {number}")
        factory.make_milestone(programme, f"Milestone {number}")
    client = browse(observer)
    with django_assert_num_queries(18):
        client.get(url)
