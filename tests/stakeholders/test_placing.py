"""Where people of one cell stand: apart, inside it, and in the same place whoever else comes."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stakeholders.scatter import Slots

ROOMY = Slots(width=186.0, height=152.0, point_width=44.0, point_height=50.0)
DENSE = Slots(width=930.0, height=760.0, point_width=26.0, point_height=27.0)
numbers = some.integers(min_value=1, max_value=10**9)
few = some.sets(numbers, max_size=ROOMY.room)
slots = some.sampled_from([ROOMY, DENSE])


@given(slots, few)
def test_nobody_covers_anybody(slots: Slots, people: set[int]) -> None:
    spots = slots.spots(people)
    assert spots.keys() == people
    for (x, y), (other_x, other_y) in combinations(spots.values(), 2):
        beside = abs(x - other_x) >= slots.point_width - 1e-9
        assert beside or abs(y - other_y) >= slots.point_height - 1e-9


@given(slots, few)
def test_everybody_stands_inside_the_cell(slots: Slots, people: set[int]) -> None:
    for x, y in slots.spots(people).values():
        assert slots.point_width / 2 <= x <= slots.width - slots.point_width / 2 + 1e-9
        assert slots.point_height / 2 <= y <= slots.height - slots.point_height / 2 + 1e-9


@given(slots, some.sets(numbers, min_size=1, max_size=ROOMY.room))
def test_whoever_comes_later_moves_nobody(slots: Slots, people: set[int]) -> None:
    *earlier, _ = sorted(people)
    spots = slots.spots(people)
    assert slots.spots(earlier) == {key: spots[key] for key in earlier}


@given(slots, some.lists(numbers, max_size=ROOMY.room, unique=True))
def test_the_order_in_which_people_are_named_changes_nothing(
    slots: Slots, people: list[int]
) -> None:
    assert slots.spots(people) == slots.spots(people[::-1])


@given(some.sets(numbers, min_size=ROOMY.room, max_size=ROOMY.room), numbers)
def test_a_full_cell_takes_nobody_more(people: set[int], late: int) -> None:
    assert len(set(ROOMY.spots(people).values())) == ROOMY.room == 12
    if late not in people:
        with pytest.raises(ValueError, match="13 people, and room for 12"):
            ROOMY.spots(people | {late})


def test_somebody_from_another_cell_moves_few() -> None:
    """Of twenty in a cell for many, one who was on the map before all of them moves at most two."""
    people = set(range(100, 120))
    for early in range(1, 100):
        before, after = DENSE.spots(people), DENSE.spots(people | {early})
        assert sum(before[key] != after[key] for key in people) <= 2
