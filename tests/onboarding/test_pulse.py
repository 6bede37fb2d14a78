"""What a pulse may tell: of five people or more, in fifths, and never of a few by subtraction."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from changeprog.onboarding.pulse import (
    FEWEST,
    HALF_A_PART,
    PARTS,
    Answer,
    Earlier,
    Tally,
    in_words,
    told,
)

YES, NOT_YET, LEFT_OUT = Answer.YES, Answer.NOT_YET, Answer.LEFT_OUT
answers = st.sampled_from([YES, NOT_YET, LEFT_OUT])
teams = st.lists(answers, min_size=FEWEST, max_size=30)
NOBODY: frozenset[int] = frozenset()


def sheet_of(asked: range) -> frozenset[int]:
    return frozenset(asked)


@pytest.mark.parametrize(
    ("said", "fifths"),
    [
        ([YES] * 4 + [NOT_YET], 4),
        ([YES] * 4, None),
        ([YES] * 4 + [LEFT_OUT] * 9, None),
        ([YES] * 11 + [NOT_YET], 5),
        ([YES] + [NOT_YET] * 11, 0),
        ([YES] * 5 + [NOT_YET] * 5, 2),
        ([NOT_YET] * 5, 0),
    ],
)
def test_a_figure_is_told_in_fifths_and_never_of_fewer_than_five(
    said: list[Answer], fifths: int | None
) -> None:
    assert told(Tally.of(said), NOBODY, []) == fifths


@given(teams)
def test_what_is_told_is_the_share_to_half_a_fifth(said: list[Answer]) -> None:
    tally = Tally.of(said)
    assume(tally.given >= FEWEST)
    assert abs(tally.share - Fraction(tally.fifths, PARTS)) <= HALF_A_PART


@given(st.lists(answers, max_size=30), st.lists(st.integers(0, PARTS), max_size=3))
def test_of_fewer_than_five_nothing_is_told_whatever_was_told_before(
    said: list[Answer], before: list[int]
) -> None:
    tally = Tally.of(said)
    assume(tally.given < FEWEST)
    earlier = [Earlier(fifths, FEWEST, frozenset({1, 2})) for fifths in before]
    assert told(tally, frozenset({1}), earlier) is None


@given(stay=teams, left=st.lists(answers, max_size=4), joined=st.lists(answers, max_size=4))
def test_nobody_learns_what_a_few_said_by_holding_two_pulses_against_each_other(
    stay: list[Answer], left: list[Answer], joined: list[Answer]
) -> None:
    """If all others said the same twice, the second figure is the first, whatever the few said."""
    assume(0 < len(left) + len(joined) < FEWEST)
    same = range(len(stay))
    first = sheet_of(same) | sheet_of(range(100, 100 + len(left)))
    second = sheet_of(same) | sheet_of(range(200, 200 + len(joined)))
    before, after = Tally.of(stay + left), Tally.of(stay + joined)
    assume(before.given >= FEWEST)
    assume(after.given >= FEWEST)
    figure = told(before, first, [])
    assert figure is not None
    assert told(after, second, [Earlier(figure, before.given, first)]) == figure


@given(
    stay=teams,
    steps=st.lists(st.tuples(answers, st.booleans()), min_size=2, max_size=4),
)
def test_nor_by_a_chain_of_pulses_in_which_one_after_the_other_joins_or_leaves(
    stay: list[Answer], steps: list[tuple[Answer, bool]]
) -> None:
    said = dict(enumerate(stay)) | {
        100 + place: answer for place, (answer, joins) in enumerate(steps) if not joins
    }
    kept: list[Earlier] = []
    figures = []
    for place, (answer, joins) in enumerate([(YES, None), *steps]):
        if joins is True:
            said[200 + place] = answer
        elif joins is False:
            del said[100 + place - 1]
        tally, asked = Tally.of(said.values()), frozenset(said)
        assume(tally.given >= FEWEST)
        figure = told(tally, asked, kept)
        assert figure is not None
        figures.append(figure)
        kept.insert(0, Earlier(figure, tally.given, asked))
    assert len(set(figures)) == 1


def test_a_change_that_the_few_cannot_have_made_is_told() -> None:
    asked = sheet_of(range(20))
    before = Earlier(1, 20, asked)
    assert told(Tally(16, 21), asked | {99}, [before]) == 4


def test_a_change_among_the_same_people_is_told() -> None:
    asked = sheet_of(range(5))
    assert told(Tally(2, 5), asked, [Earlier(1, 5, asked)]) == 2


def test_five_who_joined_may_change_the_figure() -> None:
    asked = sheet_of(range(5))
    joined = sheet_of(range(10))
    assert told(Tally(10, 10), joined, [Earlier(1, 5, asked)]) == 5


def test_a_figure_is_said_as_people_say_it() -> None:
    assert [in_words(fifths) for fifths in (None, 0, 3, 5)] == [
        "Too few said",
        "Nobody, or hardly anybody",
        "About three in five",
        "Everybody, or nearly",
    ]
