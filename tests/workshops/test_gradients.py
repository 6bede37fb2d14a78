"""The scale on which everybody says where they stand."""

import pytest

from workshops.gradients import GRADIENTS, Scale, gradient, spread


def test_there_are_eight_steps_in_their_order() -> None:
    assert [each.level for each in GRADIENTS] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (str(gradient(1)), str(gradient(8))) == ("1 Whole-hearted yes", "8 Veto")


def test_a_reason_is_asked_from_five_on() -> None:
    assert [each.level for each in GRADIENTS if each.asks_why] == [5, 6, 7, 8]


def test_a_shorter_scale_keeps_the_numbers_of_its_steps() -> None:
    assert Scale.EIGHT.levels == (1, 2, 3, 4, 5, 6, 7, 8)
    assert [str(each) for each in Scale.FIVE.gradients] == [
        "1 Whole-hearted yes",
        "3 Support with reservations",
        "4 Abstain",
        "6 Don't like it, will support it",
        "8 Veto",
    ]


@pytest.mark.parametrize(("level", "step"), [(1, 1), (2, 3), (5, 6), (7, 8), (8, 8)])
def test_a_level_between_two_steps_counts_as_the_worse_one(level: int, step: int) -> None:
    assert Scale.FIVE.nearest(level) == step


def test_every_level_is_counted_also_where_nobody_stands() -> None:
    assert spread([1, 8, 8]) == {1: 1, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: 2}
