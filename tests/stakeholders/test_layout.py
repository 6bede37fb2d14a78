"""Everybody has a place on the picture of their own, and the same one every time."""

from itertools import combinations
from math import dist

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as some

from stakeholders import drawing, groups
from stakeholders.layout import GAP, LARGEST, Picture, discs, lay_out
from stakeholders.network import Link, Network
from stakeholders.spacing import apart, fit
from tests.stakeholders import krackhardt

places = some.integers(0, 24)
networks = some.lists(some.tuples(places, places), max_size=120).map(
    lambda ties: Network.of(range(25), [Link(*pair, "advice") for pair in ties])
)


def crowd(people: int) -> list[Link]:
    """Circles of ten, each person turning to all of their circle, and circles in a ring."""
    inside = [
        Link(one, other, "advice")
        for first in range(0, people, 10)
        for one, other in combinations(range(first, min(first + 10, people)), 2)
    ]
    return [*inside, *(Link(each, (each + 10) % people, "trust") for each in range(0, people, 10))]


def nearest(picture: Picture) -> float:
    return min(dist(one, other) for one, other in combinations(picture.places.values(), 2))


def inside(picture: Picture) -> bool:
    return all(
        0 <= x <= picture.width and 0 <= y <= picture.height for x, y in picture.places.values()
    )


@given(networks)
@hypothesis(max_examples=40)
def test_nobody_is_drawn_over_anybody_else(network: Network[int]) -> None:
    picture = lay_out(network, groups.find(network))
    assert sorted(picture.places) == list(range(25))  # type: ignore[type-var]
    assert nearest(picture) >= 2 * LARGEST
    assert inside(picture)


def test_five_hundred_people_stand_apart_on_one_picture() -> None:
    network = Network.of(range(500), crowd(500))
    picture = lay_out(network, groups.find(network))
    assert nearest(picture) >= 2 * LARGEST
    assert inside(picture)


def test_the_managers_stand_in_the_same_places_every_time() -> None:
    network = krackhardt.network()
    found = groups.find(network)
    assert lay_out(network, found) == lay_out(network, found)


def test_people_of_one_group_stand_together() -> None:
    network = Network.of(range(40), crowd(40))
    found = groups.find(network)
    points = lay_out(network, found).places
    within: list[float] = []
    across: list[float] = []
    for one, other in combinations(range(40), 2):
        (within if found[one] == found[other] else across).append(dist(points[one], points[other]))
    assert sum(within) / len(within) < 0.6 * sum(across) / len(across)


def test_whoever_has_no_tie_stands_below_those_who_have() -> None:
    network = Network.of(range(30), [Link(0, 1, "advice"), Link(1, 2, "advice")])
    picture = lay_out(network, groups.find(network))
    lowest = max(picture.places[each][1] for each in range(3))
    assert min(picture.places[each][1] for each in range(3, 30)) > lowest
    assert inside(picture)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_hardly_anybody_can_be_drawn(people: int) -> None:
    links = [Link(0, 1, "advice")] if people == 2 else []
    network = Network.of(range(people), links)
    picture = lay_out(network, groups.find(network))
    assert len(picture.places) == people
    assert inside(picture)


@given(
    some.lists(some.tuples(some.floats(0, 500), some.floats(0, 500)), min_size=2, max_size=30),
    some.floats(1, 20),
)
@hypothesis(max_examples=50)
def test_points_are_pushed_apart(points: list[tuple[float, float]], radius: float) -> None:
    pushed = apart(points, [radius] * len(points), GAP)
    gaps = [dist(one, other) - 2 * radius for one, other in combinations(pushed, 2)]
    assert min(gaps) >= GAP * 0.5


def test_points_that_have_room_stay_where_they_are() -> None:
    points = [(0.0, 0.0), (100.0, 0.0), (0.0, 100.0)]
    assert apart(points, [10] * 3, GAP) == points


def test_points_fill_the_box_and_one_alone_stands_in_its_middle() -> None:
    assert fit([(1, 5), (3, 9)], 100, 50, 10) == [(10, 10), (90, 40)]
    assert fit([(1, 5)], 100, 50, 10) == [(50, 25)]
    assert fit([], 100, 50, 10) == []


def test_discs_are_as_large_as_their_groups_and_stand_apart() -> None:
    network = Network.of(range(200), crowd(200))
    found = groups.find(network)
    made, width = discs(network, found)
    assert sum(disc.size for disc in made) == 200
    for one, other in combinations(made, 2):
        assert dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius
        assert (one.size > other.size) == (one.radius > other.radius)
    assert all(disc.radius <= disc.x <= width - disc.radius for disc in made)


def test_a_drawing_of_few_people_shows_each() -> None:
    drawn = drawing.draw(range(25), crowd(25))
    assert (drawn.outline["aggregated"], drawn.outline["people"]) == (False, 25)
    assert sorted(map(int, drawn.places)) == list(range(25))


def test_a_drawing_of_many_people_shows_groups_and_the_people_of_each_in_a_box_of_its_own() -> None:
    drawn = drawing.draw(range(650), [*crowd(640)])
    outline = drawn.outline
    assert (outline["aggregated"], outline["people"]) == (True, 650)
    assert sum(disc["size"] for disc in outline["discs"]) == 640
    assert len(drawn.places) == 650
    assert {group for group, _, _ in drawn.places.values()} == {0} | {
        disc["number"] for disc in outline["discs"]
    }
    for group, x, y in drawn.places.values():
        width, height = outline["boxes"][str(group)]
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_every_set_of_kinds_of_ties_that_there_are_has_figures() -> None:
    links = [Link(1, 2, "trust"), Link(2, 3, "advice")]
    assert list(drawing.sets_of(links)) == [("advice", "trust"), ("advice",), ("trust",)]
    assert list(drawing.sets_of([])) == []
