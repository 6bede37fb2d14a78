"""Whom to ask: what greedy choices are worth beside all others, and what does not matter."""

from itertools import pairwise
from math import e
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from stakeholders import choosing, covering
from stakeholders.reach import Reach, Someone, Terms, Turning
from tests.stakeholders.maps import shuffled, small_maps, subsets

GUARANTEE = 1 - 1 / e


def added(reach: Reach, worth: int) -> int:
    """What is worth something on top of those who were asked before."""
    return worth - reach.empty().worth


@given(small_maps(), st.integers(1, 4))
def test_greedy_is_worth_63_percent_of_the_best_choice_there_is(reach: Reach, number: int) -> None:
    choice = choosing.best(reach, number)
    best = choosing.best_of_all(reach, number)
    assert best is not None
    assert added(reach, choice.heard.worth) >= GUARANTEE * added(reach, best)


@given(small_maps(most=10, groups=("",)), st.integers(1, 4))
def test_without_groups_greedy_reaches_63_percent_of_what_can_be_reached(
    reach: Reach, number: int
) -> None:
    choice = choosing.best(reach, number)
    best = choosing.best_of_all(reach, number)
    assert best is not None
    assert added(reach, choice.heard.worth) >= GUARANTEE * added(reach, best)


@given(small_maps())
def test_more_ambassadors_never_reach_less(reach: Reach) -> None:
    choices = [choosing.best(reach, number) for number in range(1, 6)]
    for fewer, more in pairwise(choices):
        assert more.proposed[: len(fewer.proposed)] == fewer.proposed
        assert more.heard.reached >= fewer.heard.reached
        assert more.heard.strength >= fewer.heard.strength
        assert more.heard.groups >= fewer.heard.groups


@given(small_maps())
def test_what_is_added_falls_and_nobody_is_asked_for_nothing(reach: Reach) -> None:
    gains = choosing.best(reach, 7).gains
    assert list(gains) == sorted(gains, reverse=True)
    assert all(gains)


@given(small_maps(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_shuffling_people_and_ties_changes_nothing(
    reach: Reach, random: Random, number: int
) -> None:
    order = random.sample(range(len(reach.people)), len(reach.people))
    other = shuffled(reach, order)
    for choose in (lambda of: choosing.best(of, number), choosing.smallest):
        one, another = choose(reach), choose(other)
        assert [reach.people[place] for place in one.proposed] == [
            other.people[place] for place in another.proposed
        ]
        assert one.gains == another.gains


@given(small_maps(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_other_names_change_nothing_but_names(reach: Reach, random: Random, number: int) -> None:
    names = random.sample([f"N{place}" for place in range(20)], len(reach.people))
    order = random.sample(range(len(reach.people)), len(reach.people))
    other = shuffled(reach, order, names)
    assert choosing.best(other, number).gains == choosing.best(reach, number).gains
    assert choosing.smallest(other).gains == choosing.smallest(reach).gains


def test_people_whom_the_map_tells_apart_are_chosen_under_any_name() -> None:
    """Three turn to each of two hubs; somebody who is won already turns to one of the first's."""
    ties = [Turning(f"{hub}{leaf}", hub) for hub in "ab" for leaf in range(3)]
    ties.append(Turning("won", "a0"))
    leaves = [Someone(tie.source, "leaf", eligible=False) for tie in ties[:-1]]
    for names in ("xy", "yx"):
        hubs = [Someone(key, name) for key, name in zip("ab", names, strict=True)]
        reach = Reach([*hubs, *leaves, Someone("won", "won", weight=0)], ties)
        assert choosing.best(reach, 1).proposed == (0,)


@given(small_maps())
def test_the_smallest_set_reaches_all_who_can_be_reached_with_as_few_as_possible(
    reach: Reach,
) -> None:
    choice = choosing.smallest(reach)
    assert choice.proven
    assert choice.heard.reached >= reach.reachable
    covers = [
        each
        for each in subsets(reach.candidates)
        if reach.by((*reach.asked, *each)).reached >= reach.reachable
    ]
    assert len(choice.proposed) == min(map(len, covers))


@given(small_maps())
def test_those_asked_already_count_as_chosen_and_are_not_proposed(reach: Reach) -> None:
    for choice in (choosing.best(reach, 3), choosing.smallest(reach)):
        assert tuple(choice.heard.chosen[: len(reach.asked)]) == reach.asked
        assert not set(choice.proposed) & set(reach.asked)


def hubs(*sizes: int, groups: str) -> Reach:
    """A hub, who may be asked, with so many who turn to them, for each of ``sizes``."""
    people, ties = [], []
    for number, (size, group) in enumerate(zip(sizes, groups, strict=True)):
        people.append(Someone(f"hub {number}", f"hub {number}", group, weight=0))
        for leaf in range(size):
            key = f"{number}.{leaf}"
            people.append(Someone(key, key, group, eligible=False))
            ties.append(Turning(key, f"hub {number}"))
    return Reach(people, ties)


def names(choice: choosing.Choice) -> list[str]:
    return [choice.reach.people[place].name for place in choice.proposed]


def test_no_group_is_left_without_a_path_for_a_few_more_people_in_another() -> None:
    reach = hubs(6, 5, 2, groups="AAB")
    assert names(choosing.best(reach, 2)) == ["hub 0", "hub 2"]
    ungrouped = Reach(reach.people, reach.ties, Terms(groups=0))
    assert names(choosing.best(ungrouped, 2)) == ["hub 0", "hub 1"]


def test_fewer_are_proposed_when_nobody_else_would_add_anything() -> None:
    assert names(choosing.best(hubs(2, 1, groups="AA"), 9)) == ["hub 0", "hub 1"]


def test_a_smallest_set_is_found_where_the_greedy_way_needs_one_more() -> None:
    """Two people reach all six between them; the one who reaches most is neither of them."""
    heard = {"left": (1, 2, 3), "right": (4, 5, 6), "middle": (1, 2, 4, 5)}
    people = [Someone(name, name, weight=0) for name in heard]
    people += [Someone(leaf, str(leaf), eligible=False) for leaf in range(1, 7)]
    ties = [Turning(leaf, hub) for hub, leaves in heard.items() for leaf in leaves]
    choice = choosing.smallest(Reach(people, ties))
    assert (sorted(names(choice)), choice.proven) == (["left", "right"], True)


def test_a_map_that_is_too_large_to_try_everything_says_so() -> None:
    reach = hubs(*[1] * (covering.SMALL + 1), groups="A" * (covering.SMALL + 1))
    choice = choosing.smallest(reach)
    assert (len(choice.proposed), choice.proven) == (covering.SMALL + 1, False)
    assert choosing.best_of_all(reach, 5) is None


def test_nobody_is_proposed_where_nobody_can_be_reached() -> None:
    reach = Reach([Someone("a", "a"), Someone("b", "b")], [])
    assert choosing.best(reach, 2).proposed == ()
    assert choosing.smallest(reach).proposed == ()
