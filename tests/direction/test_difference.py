"""The difference of two texts: it rebuilds both, reads well, and takes bounded time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.difference import Fate, Piece, difference

WORDS = st.lists(st.sampled_from(["we", "know", "every", "customer", ",", ".", " ", "\n"]))
TEXTS = st.one_of(st.text(), WORDS.map("".join), WORDS.map(" ".join))


def before(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.fate != Fate.ADDED)


def after(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.fate != Fate.REMOVED)


@given(TEXTS, TEXTS)
def test_it_rebuilds_both_texts(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert (before(pieces), after(pieces)) == (old, new)
    assert "" not in {piece.text for piece in pieces}


@given(TEXTS)
def test_equal_texts_are_kept_whole(text: str) -> None:
    assert difference(text, text) == ([Piece(Fate.KEPT, text)] if text else [])


@given(TEXTS, TEXTS)
def test_no_two_neighbours_have_the_same_fate(old: str, new: str) -> None:
    fates = [piece.fate for piece in difference(old, new)]
    assert [pair for pair in pairwise(fates) if pair[0] == pair[1]] == []


def test_a_changed_word_stands_between_those_that_stay() -> None:
    assert difference("We know every customer.", "We know each customer, and listen.") == [
        Piece(Fate.KEPT, "We know "),
        Piece(Fate.REMOVED, "every"),
        Piece(Fate.ADDED, "each"),
        Piece(Fate.KEPT, " customer"),
        Piece(Fate.ADDED, ", and listen"),
        Piece(Fate.KEPT, "."),
    ]


def test_two_sentences_with_nothing_but_small_words_in_common_are_two_sentences() -> None:
    pieces = difference("Campaigns and the quarter decide", "Customers and engineers talk")
    assert [piece.fate for piece in pieces] == [Fate.REMOVED, Fate.ADDED]


def test_what_belongs_together_in_another_script_is_not_torn() -> None:
    pieces = difference("नमस्ते 👩🏽‍🚀 دنيا", "नमस्कार 👩🏽‍🚀 دنيا")
    assert [piece.text for piece in pieces] == ["नमस्ते", "नमस्कार", " 👩🏽‍🚀 دنيا"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 2_500, "a " * 2_499),
        ("a," * 2_500, ",b" * 2_500),
        ("ab " * 1_666, "ba " * 1_666),
        (" ".join(map(str, range(1_000))), " ".join(map(str, range(1_000, 0, -1)))),
    ],
)
def test_the_longest_texts_take_no_time_whatever_they_say(old: str, new: str) -> None:
    start = time.process_time()
    pieces = difference(old, new)
    assert (before(pieces), after(pieces)) == (old, new)
    assert time.process_time() - start < 1
