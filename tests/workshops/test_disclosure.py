"""What an anonymous round shows by function: never so that one or two people stand out."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.disclosure import Breakdown, Group, Told, in_full, safe
from workshops.gradients import spread

told = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 3]), st.integers(1, 8)), min_size=3, max_size=24
)
Table = tuple[tuple[int, ...], ...]


def people(**by_function: list[int]) -> list[Told]:
    """Levels by function: people(f1=[1, 1, 8]) are three of function 1."""
    return [(int(name[1:]), level) for name, levels in by_function.items() for level in levels]


def test_a_named_round_shows_every_function_at_every_level() -> None:
    shown = in_full(people(f1=[1, 8], f2=[2]))
    assert shown.groups == (Group((1,), (1, 0, 0, 0, 0, 0, 0, 1)), Group((2,), (0, 1, *[0] * 6)))
    assert (shown.is_cut_after(4), shown.at_or_better(shown.groups[0], 4)) == (True, 1)


def test_functions_of_fewer_than_three_are_taken_together() -> None:
    shown = safe(people(f1=[1, 1, 1, 1], f2=[1, 1], f3=[1]), 4)
    assert [group.functions for group in shown.groups] == [(1,), (2, 3)]


def test_what_is_left_over_takes_in_the_smallest_of_the_others() -> None:
    shown = safe(people(f1=[1] * 5, f2=[1] * 4, f3=[1]), 4)
    assert [group.functions for group in shown.groups] == [(1,), (2, 3)]


def test_a_single_veto_is_given_to_no_function() -> None:
    shown = safe(people(f1=[1, 1, 1, 8], f2=[1, 1, 1, 1]), 4)
    assert (shown.bands, shown.says_something) == (((1, 8),), False)


def test_a_band_that_only_one_function_is_in_tells_its_levels_by_the_totals() -> None:
    """Three of Sales below 5 and nobody else: the one at 8 would follow from the totals."""
    shown = safe(people(f1=[1, 1, 1, 5, 6, 8], f2=[1, 1, 1, 1]), 4)
    assert shown.is_cut_after(4) is False


def test_three_and_more_are_told() -> None:
    shown = safe(people(f1=[1] * 9 + [5] * 3, f2=[2] * 9 + [6] * 6), 4)
    assert shown.is_cut_after(4)
    assert [shown.at_or_better(group, 4) for group in shown.groups] == [9, 9]


@given(told)
def test_a_breakdown_survives_being_kept(said: list[Told]) -> None:
    shown = safe(said, 4)
    assert Breakdown.from_json(shown.to_json()) == shown


@given(told)
def test_everybody_is_in_it_once(said: list[Told]) -> None:
    shown = safe(said, 4)
    assert sum(group.size for group in shown.groups) == len(said)
    assert all(group.size >= 3 for group in shown.groups)


@cache
def splits(total: int, bounds: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Every way to divide ``total`` among cells that hold at most ``bounds``."""
    if not bounds:
        return ((),) if total == 0 else ()
    first = range(min(total, bounds[0]) + 1)
    return tuple((n, *rest) for n in first for rest in splits(total - n, bounds[1:]))


def tables(rows: tuple[int, ...], columns: tuple[int, ...]) -> Iterator[Table]:
    """Every table of whole numbers with these margins."""
    if not rows:
        if not any(columns):
            yield ()
        return
    for row in splits(rows[0], columns):
        rest = tuple(column - n for column, n in zip(columns, row, strict=True))
        yield from ((row, *table) for table in tables(rows[1:], rest))


few = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(1, 8)), min_size=3, max_size=12)


@settings(max_examples=150)
@given(few)
def test_no_table_that_fits_what_is_shown_is_the_only_one_to_hold_a_cell_of_one_or_two(
    said: list[Told],
) -> None:
    """Try every table that somebody who knows all totals could think of."""
    shown, everybody = safe(said, 4), spread(level for _, level in said)
    if len(shown.groups) == 1:
        return
    for place, (first, last) in enumerate(shown.bands):
        rows = tuple(group.counts[place] for group in shown.groups)
        columns = tuple(everybody[level] for level in range(first, last + 1))
        least = [[99] * len(columns) for _ in rows]
        most = [[0] * len(columns) for _ in rows]
        for table in tables(rows, columns):
            for i, row in enumerate(table):
                for j, cell in enumerate(row):
                    least[i][j], most[i][j] = min(least[i][j], cell), max(most[i][j], cell)
        known = zip(chain(*least), chain(*most), strict=True)
        assert [pair for pair in known if pair[0] >= 1 and pair[1] <= 2] == []
