"""How far words carry: by hand on small maps, and what always holds."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.reach import DIRECT, Reach, Someone, Terms, Turning, weight
from tests.stakeholders.maps import small_maps, strength_by_hand, subsets


def everybody(*names: str) -> list[Someone]:
    return [Someone(name, name) for name in names]


def test_who_is_turned_to_reaches_who_turns_to_them() -> None:
    reach = Reach(everybody("asks", "asked"), [Turning("asks", "asked", 0.8)])
    assert (reach.ways(1), reach.ways(0)) == ({0: 800}, {})


def test_strength_fades_once_words_are_passed_on_and_ends_after_two_steps() -> None:
    ties = [Turning("b", "a", 0.8), Turning("c", "b", 0.5), Turning("d", "c", 1)]
    reach = Reach(everybody("a", "b", "c", "d"), ties)
    assert reach.ways(0) == {1: 800, 2: 200}
    assert reach.between(0) == {1: DIRECT, 2: 1}
    assert Reach(reach.people, ties, Terms(fade=1)).ways(0) == {1: 800, 2: 400}
    assert Reach(reach.people, ties, Terms(fade=0)).ways(0) == {1: 800}


def test_the_strongest_of_several_ties_and_ways_counts() -> None:
    ties = [
        Turning("b", "a", 0.2),
        Turning("b", "a", 0.4),
        Turning("c", "a", 1),
        Turning("b", "c", 1),
    ]
    reach = Reach(everybody("a", "b", "c"), ties)
    assert reach.ways(0) == {1: 500, 2: 1000}
    assert reach.between(0) == {1: 2, 2: DIRECT}


def test_reaching_somebody_is_worth_influence_times_gap() -> None:
    assert [weight(5, 2), weight(None, 1), weight(4, 0), weight(4, -1), weight(4, None)] == [
        10,
        3,
        0,
        0,
        0,
    ]


def test_somebody_nobody_else_reaches_is_not_asked_for_their_own_sake() -> None:
    alone = Reach(everybody("alone", "hub", "leaf"), [Turning("leaf", "hub")])
    assert alone.candidates == (1,)
    assert alone.reachable == {2}


def test_whoever_was_asked_is_reached_by_being_asked() -> None:
    reach = Reach([Someone("asked", "asked", asked=True), Someone("b", "b")], [])
    assert reach.empty().reached == {0}


def test_a_tie_of_somebody_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        Reach(everybody("a"), [Turning("a", "nobody")]).heard_by  # noqa: B018


@given(small_maps())
def test_ways_are_those_found_by_hand(reach: Reach) -> None:
    for start in range(len(reach.people)):
        ways = reach.ways(start)
        for end in range(len(reach.people)):
            by_hand = strength_by_hand(reach, [start], end)
            assert ways.get(end, 0) == pytest.approx(by_hand * 1000, abs=1)


@given(small_maps())
def test_the_person_between_is_on_a_way_as_strong_as_the_best(reach: Reach) -> None:
    for start in range(len(reach.people)):
        ways, through = reach.ways(start), reach.between(start)
        assert set(ways) == set(through) - {start}
        for end, way in ways.items():
            if through[end] == DIRECT:
                assert reach.heard_by[start][end] == way
            else:
                first = reach.heard_by[start][through[end]]
                last = reach.heard_by[through[end]][end]
                assert first * last * reach.terms.left // 1_000_000 == way


@given(small_maps())
def test_worth_is_monotone_and_submodular(reach: Reach) -> None:
    """The whole of what the guarantee needs, tried on every pair of sets within one another."""
    places = tuple(reach.rows)[:4]
    for larger in subsets(places):
        more = reach.by(larger)
        for smaller in subsets(larger):
            fewer = reach.by(smaller)
            assert fewer.worth <= more.worth
            assert fewer.reached <= more.reached
            assert fewer.strength <= more.strength
            for added in set(places) - set(larger):
                assert more.gain(added) <= fewer.gain(added)


@given(small_maps(), st.randoms())
def test_worth_does_not_depend_on_the_order_in_which_people_are_chosen(
    reach: Reach, random: Random
) -> None:
    places = list(reach.rows)
    mixed = random.sample(places, len(places))
    assert reach.by(mixed).worth == reach.by(places).worth
