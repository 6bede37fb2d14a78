"""Groups are found in the ties, and bridges connect them."""

from collections import defaultdict
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from stakeholders import groups
from stakeholders.groups import Bridge
from stakeholders.network import Link, Network
from tests.stakeholders import krackhardt

places = some.integers(0, 14)
networks = some.lists(some.tuples(places, places), max_size=60).map(
    lambda ties: Network.of(range(15), [Link(*pair, "advice") for pair in ties])
)
NOBODY_BETWEEN: dict[Any, float] = defaultdict(float)


def circles() -> Network[str]:
    """Two circles of four who all turn to each other; d and e connect them; z has no ties."""
    inside = [*permutations("abcd", 2), *permutations("efgh", 2), ("d", "e")]
    return Network.of("abcdefghz", [Link(*pair, "advice") for pair in inside])


def test_those_who_turn_to_one_another_are_a_group() -> None:
    found = groups.find(circles())
    assert found == {**dict.fromkeys("abcd", 1), **dict.fromkeys("efgh", 2), "z": None}


def test_groups_keep_their_numbers_when_few_people_change() -> None:
    before = {**dict.fromkeys("abcd", 2), **dict.fromkeys("efghi", 1), **dict.fromkeys("xyz", 3)}
    now = {**dict.fromkeys("abcdi", 1), **dict.fromkeys("efgh", 2), **dict.fromkeys("no", 3)}
    found = groups.renumbered({**now, "z": None}, before)
    expected = {**dict.fromkeys("abcdi", 2), **dict.fromkeys("efgh", 1), **dict.fromkeys("no", 3)}
    assert found == {**expected, "z": None}


def test_without_groups_before_the_largest_is_the_first() -> None:
    found = groups.find(circles())
    assert groups.renumbered(found, {}) == found


@given(some.lists(some.integers(0, 6), max_size=30), some.lists(some.integers(0, 9), max_size=30))
def test_numbered_anew_the_same_people_are_together(now: list[int], before: list[int]) -> None:
    given_groups = {person: number or None for person, number in enumerate(now)}
    found = groups.renumbered(given_groups, dict(enumerate(before)))
    pairs = {(given_groups[person], found[person]) for person in given_groups}
    assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
    assert groups.renumbered(given_groups, {p: n or 0 for p, n in given_groups.items()}) == (
        given_groups
    )


def test_whoever_connects_two_groups_is_a_bridge_of_each() -> None:
    network = circles()
    found = groups.bridges(network, groups.find(network), NOBODY_BETWEEN)
    assert found == {"d": Bridge(1, 1), "e": Bridge(1, 1)}


def test_a_group_that_knows_nobody_outside_has_no_bridge() -> None:
    network = Network.of("ab", [Link("a", "b", "advice")])
    assert groups.bridges(network, groups.find(network), NOBODY_BETWEEN) == {}


def test_a_second_bridge_knows_at_least_half_as_many_outside() -> None:
    ties = [("a", "x"), ("a", "y"), ("a", "z"), ("b", "x"), ("b", "y"), ("c", "x")]
    network = Network.of("abcxyz", [Link(*pair, "advice") for pair in ties])
    given_groups = {**dict.fromkeys("abc", 1), **dict.fromkeys("xyz", 2)}
    found = groups.bridges(network, given_groups, NOBODY_BETWEEN)
    assert found == {"a": Bridge(3, 1), "b": Bridge(2, 1), "x": Bridge(3, 1), "y": Bridge(2, 1)}


def test_of_equal_bridges_those_on_more_ways_are_marked() -> None:
    ties = [("a", "x"), ("b", "x"), ("c", "x")]
    network = Network.of("abcx", [Link(*pair, "advice") for pair in ties])
    between = {"a": 0.0, "b": 0.2, "c": 0.1, "x": 0.0}
    given_groups = {**dict.fromkeys("abc", 1), "x": 2}
    assert list(groups.bridges(network, given_groups, between)) == ["b", "c", "x"]


def test_the_managers_fall_into_the_same_groups_every_time() -> None:
    network = krackhardt.network("reports_to")
    found = groups.find(network)
    assert found == groups.find(network)
    departments = [{name for name in found if found[name] == number} for number in range(1, 5)]
    assert {f"Manager {number:02}" for number in (3, 5, 9, 13, 14, 15, 19, 20)} in departments


@given(networks)
def test_groups_are_numbered_by_size_and_whoever_is_tied_to_nobody_is_in_none(
    network: Network[int],
) -> None:
    found = groups.find(network)
    sizes: dict[int, int] = defaultdict(int)
    for number in found.values():
        if number is not None:
            sizes[number] += 1
    assert sorted(sizes) == list(range(1, len(sizes) + 1))
    ordered = [sizes[number] for number in sorted(sizes)]
    assert ordered == sorted(ordered, reverse=True)
    tied = {network.people[place] for pair in network.strengths for place in pair}
    assert {person for person, number in found.items() if number is not None} <= tied


@given(networks)
def test_every_group_that_knows_somebody_outside_has_one_or_two_bridges(
    network: Network[int],
) -> None:
    found = groups.find(network)
    bridges = groups.bridges(network, found, NOBODY_BETWEEN)
    knows_others = {
        found[network.people[place]]
        for pair in network.strengths
        for place in pair
        if found[network.people[pair[0]]] != found[network.people[pair[1]]]
    } - {None}
    counts: dict[int | None, int] = defaultdict(int)
    for person in bridges:
        counts[found[person]] += 1
    assert set(counts) == knows_others
    assert set(counts.values()) <= {1, 2}
