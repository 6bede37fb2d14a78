"""The picture of the weeks, whatever happened in them."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from teams import barrier_picture
from teams.barrier_picture import BOTTOM, TICKS, TOP, Row, draw

START = date(2026, 1, 5)
COUNTS = st.integers(0, 9_000)
LINES = st.none() | st.floats(0, 9_000, allow_nan=False)
WEEKS = st.lists(st.tuples(st.none() | COUNTS, LINES), max_size=60).map(
    lambda values: [
        Row(START + timedelta(weeks=place), bar, line) for place, (bar, line) in enumerate(values)
    ]
)


def number(place: str) -> float:
    return float(place.removesuffix("%"))


@given(WEEKS)
def test_every_bar_stands_on_the_ground_inside_the_picture(rows: list[Row]) -> None:
    bars = draw(rows).bars
    assert len(bars) == sum(1 for row in rows if row.bar)
    for bar in bars:
        assert 0 <= number(bar.x) <= number(bar.x) + number(bar.width) <= 100.01
        assert abs(number(bar.y) + number(bar.height) - BOTTOM) < 0.02
        assert number(bar.y) >= TOP - 0.01


@given(WEEKS)
def test_bars_never_touch(rows: list[Row]) -> None:
    for one, two in pairwise(draw(rows).bars):
        assert number(one.x) + number(one.width) < number(two.x)


@given(WEEKS)
def test_a_line_is_drawn_where_two_weeks_in_a_row_have_one_and_nowhere_else(
    rows: list[Row],
) -> None:
    joined = sum(one.line is not None and two.line is not None for one, two in pairwise(rows))
    drawn = [line.split() for line in draw(rows).lines]
    assert sum(len(corners) - 1 for corners in drawn) == joined
    for corner in (corner for corners in drawn for corner in corners):
        x, y = map(float, corner.split(","))
        assert (0 <= x <= 100, TOP - 0.01 <= y <= BOTTOM + 0.01) == (True, True)


@given(COUNTS, COUNTS, st.integers(1, 9_000))
def test_more_is_higher(one: int, two: int, top: int) -> None:
    places = [barrier_picture.upward(value, top) for value in sorted([one, two])]
    assert places == sorted(places, reverse=True)


@given(st.floats(1, 1_000_000))
def test_the_scale_is_round_even_and_not_crowded(top: float) -> None:
    ticks = barrier_picture.scale(top)
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= TICKS + 1
    assert len({two - one for one, two in pairwise(ticks)}) == 1
    assert ticks[-1] <= top
    assert str(ticks[1]).rstrip("0") in {"1", "2", "5"}


@given(WEEKS)
def test_few_weeks_are_named_and_the_first_always_is(rows: list[Row]) -> None:
    labels = draw(rows).labels
    assert len(labels) <= barrier_picture.LABELS
    assert [label.day for label in labels[:1]] == [row.first for row in rows[:1]]


def test_no_week_is_an_empty_picture() -> None:
    picture = draw([])
    assert (picture.bars, picture.lines, picture.end, picture.labels) == ([], [], None, [])
