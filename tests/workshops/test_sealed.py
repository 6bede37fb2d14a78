"""Sealed positions: all alike from outside, and opened by one key only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.sealed import REASON, NotSealedHere, Said, new_pair, seal, unseal

PUBLIC, PRIVATE = new_pair()
said = st.builds(
    Said,
    level=st.integers(1, 8),
    function=st.integers(0, 2**63 - 1),
    reason=st.text(st.characters(exclude_categories=["Cs"]), max_size=REASON),
)


@given(said)
def test_what_was_sealed_comes_out_as_it_was(what: Said) -> None:
    assert unseal(seal(what, PUBLIC), PRIVATE) == what


@given(said, said)
def test_no_box_tells_by_its_length_what_is_in_it(one: Said, other: Said) -> None:
    assert len(seal(one, PUBLIC)) == len(seal(other, PUBLIC))


def test_the_same_position_never_looks_the_same() -> None:
    boxes = {seal(Said(8, 1, "No"), PUBLIC) for _ in range(20)}
    assert len(boxes) == 20


def test_the_key_of_another_round_opens_nothing() -> None:
    _, other = new_pair()
    with pytest.raises(NotSealedHere):
        unseal(seal(Said(1), PUBLIC), other)


def test_a_damaged_box_opens_nothing() -> None:
    box = seal(Said(1), PUBLIC)
    for damaged in (box[:-1], box[:40] + bytes([box[40] ^ 1]) + box[41:], b""):
        with pytest.raises(NotSealedHere):
            unseal(damaged, PRIVATE)
