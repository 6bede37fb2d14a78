"""Whether positions deliver: what is told, and that nobody's own answer can be found from it."""

from collections.abc import Collection
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.delivery import (
    Delivery,
    Promise,
    Row,
    Standing,
    behind,
    deliver,
    step_words,
    will_support,
)
from workshops.delivery_answer import UNTOLD, answer, interval
from workshops.disclosure import FEWEST
from workshops.subtraction import tells_of_few

KEPT, LATE = Standing.KEPT, Standing.LATE
Memberships = list[tuple[int, int]]


def promised(
    level: int, *standings: Standing, function: int = 1, workshop: int = 1
) -> list[Promise]:
    return [Promise(level, function, workshop, each) for each in standings]


def groups_of(memberships: Memberships) -> list[list[int]]:
    """Two ways to take the same people together, as lists of their numbers."""
    return [
        [who for who, names in enumerate(memberships) if names[way] == name]
        for way in (0, 1)
        for name in {names[way] for names in memberships}
    ]


def found(people: int, groups: Collection[Collection[int]], few: Collection[int]) -> bool:
    """Whether every two worlds that look alike in ``groups`` have as many among ``few``.

    With two ways to take people together, worlds that differ by one person each are all it takes.
    """
    alike = (
        steps
        for steps in product((-1, 0, 1), repeat=people)
        if all(sum(steps[who] for who in group) == 0 for group in groups)
    )
    return all(sum(steps[who] for who in few) == 0 for steps in alike)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=6))
def test_what_subtraction_finds_is_just_what_no_other_world_would_show(
    memberships: Memberships,
) -> None:
    people, groups = len(memberships), groups_of(memberships)
    sets = [few for size in (1, 2) for few in combinations(range(people), size)]
    assert tells_of_few(groups) == any(found(people, groups, few) for few in sets)


def test_a_group_within_one_that_is_larger_by_one_tells_of_that_one() -> None:
    assert tells_of_few([[1, 2, 3], [1, 2, 3, 4]])
    assert not tells_of_few([[1, 2, 3], [1, 2, 3, 4, 5, 6]])


def test_three_groups_can_tell_what_no_two_of_them_do() -> None:
    pairs = [[1, 2, 3, 4], [3, 4, 5, 6], [1, 2, 5, 6, 7]]
    assert not any(tells_of_few(two) for two in combinations(pairs, 2))
    assert tells_of_few([[1, 2], [3, 4], [1, 2, 3, 4]])


@st.composite
def many(draw: st.DrawFn) -> list[Promise]:
    return draw(
        st.lists(
            st.builds(
                Promise,
                level=st.integers(0, 8),
                function=st.integers(0, 2),
                workshop=st.integers(1, 3),
                standing=st.sampled_from(Standing),
                known=st.booleans(),
            ),
            max_size=24,
        )
    )


@settings(deadline=None)
@given(many())
def test_nothing_that_is_shown_tells_of_one_or_two_whose_answer_is_not_known(
    promises: list[Promise],
) -> None:
    shown = deliver(promises)
    groups = members(promises, shown)
    assert not any(0 < len(group) < FEWEST for group in groups)
    assert not tells_of_few(groups)


def members(promises: list[Promise], shown: Delivery) -> list[list[int]]:
    """Who stands behind each row that is shown, without those the reader knows of."""
    workshops = {number for row in shown.workshops for number in row.group}
    elsewhere = [each for each in promises if each.workshop not in workshops]
    unknown = [each for each in elsewhere if not each.known]
    counted = promises
    if shown.left_out:
        counted = [each for each in promises if each.workshop in workshops]
    elif unknown:
        assert len(unknown) >= FEWEST
    fields = [("level", shown.steps), ("function", shown.functions), ("workshop", shown.workshops)]
    rows = [
        [each for each in counted if getattr(each, field) in row.group]
        for field, table in fields
        for row in table
    ]
    assert [len(row) for row in rows] == [row.of for _, table in fields for row in table]
    return [[id(each) for each in row if not each.known] for row in [counted, *rows]]


@given(many())
def test_every_table_counts_everybody_once(promises: list[Promise]) -> None:
    shown = deliver(promises)
    total = shown.total.of if shown.total else 0
    assert total + shown.left_out == len(promises)
    assert {sum(row.of for row in table) for table in (shown.steps, shown.functions) if table} <= {
        total
    }


def test_fewer_than_three_are_not_shown_at_all() -> None:
    assert deliver(promised(6, KEPT, LATE)) == Delivery(left_out=2)
    assert deliver(promised(6, KEPT, LATE, KEPT)).total is not None


def test_what_the_reader_knows_anyway_is_shown_of_one() -> None:
    shown = deliver([Promise(6, 1, 1, KEPT, known=True)])
    assert shown.total
    assert shown.total.of == 1


def test_steps_with_too_few_are_taken_together_with_their_neighbours() -> None:
    shown = deliver(
        [*promised(1, KEPT, KEPT, KEPT), *promised(2, LATE), *promised(6, KEPT, KEPT, LATE)]
    )
    assert [(step_words(row.group), row.kept, row.of) for row in shown.steps] == [
        ("1 to 2", 3, 4),
        ("6 Don't like it, will support it", 2, 3),
    ]


def test_whose_step_nobody_knows_stands_apart_if_they_are_enough() -> None:
    shown = deliver([*promised(0, KEPT, KEPT, LATE), *promised(1, KEPT, KEPT, KEPT)])
    assert [step_words(row.group) for row in shown.steps] == [
        "1 Whole-hearted yes",
        "Nobody knows where they stood",
    ]
    few = deliver([*promised(0, KEPT), *promised(4, *[KEPT] * 3), *promised(6, *[LATE] * 3)])
    assert [step_words(row.group) for row in few.steps] == [
        "4 Abstain, or not known",
        "6 Don't like it, will support it",
    ]


def test_a_function_with_too_few_takes_the_smallest_other_with_it() -> None:
    shown = deliver(
        [
            *promised(1, KEPT, function=1),
            *promised(1, *[KEPT] * 4, function=2),
            *promised(1, *[LATE] * 5, function=3),
        ]
    )
    assert [(row.group, row.of) for row in shown.functions] == [((3,), 5), ((1, 2), 5)]


def test_a_function_one_smaller_than_a_step_is_not_shown_beside_it() -> None:
    shown = deliver(
        [
            *promised(6, KEPT, KEPT, KEPT, function=1),
            *promised(6, LATE, function=2),
            *promised(1, KEPT, KEPT, KEPT, function=2),
        ]
    )
    assert [row.of for row in shown.steps] == [3, 4]
    assert shown.functions == ()


def test_the_answer_says_its_numbers() -> None:
    few = deliver([*promised(6, KEPT, KEPT, LATE), *promised(1, KEPT, LATE, LATE)])
    assert answer(few.steps) == (
        "As often as those who were behind it, as far as so few can tell. "
        "Of 3 who said so, 2 kept what they promised (67 %); "
        "of 3 who were behind it, 1 did (33 %)."
    )
    assert answer(()) == UNTOLD
    clear = deliver([*promised(6, *[LATE] * 30), *promised(1, *[KEPT] * 30)])
    assert answer(clear.steps).startswith("Less often than those who were behind it.")
    reverse = deliver([*promised(6, *[KEPT] * 30), *promised(1, *[LATE] * 30)])
    assert answer(reverse.steps).startswith("More often than those who were behind it.")


def test_a_band_across_the_line_is_compared_with_nobody() -> None:
    counts = dict.fromkeys(Standing, 1)
    rows = [Row((3, 4), counts), Row((6,), counts)]
    assert behind(rows) is None
    assert will_support(rows) == rows[1]
    assert answer(rows).endswith("There is nobody to compare them with.")


@given(st.integers(1, 60), st.data())
def test_an_interval_holds_its_share_and_stays_within_bounds(of: int, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, of))
    low, high = interval(Row((6,), {KEPT: kept, LATE: of - kept}))
    assert -1e-9 <= low <= kept / of + 1e-9
    assert kept / of - 1e-9 <= high <= 1 + 1e-9
