"""Arranging an edition: an act done twice is done once, and each can be taken back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.communications import arranging
from changeprog.communications.arranging import Act, NotThere, arranged, opposite, places
from changeprog.communications.digest import Line, Passage


def passage(name: str, *texts: str) -> Passage:
    lines = tuple(Line(text, path=f"/{text}") for text in texts)
    return Passage(name, name.title(), 1, lines).marked()


EDITION = [passage("won", "a", "b", "c"), passage("next", "d"), passage("agreed", "e", "f")]
NAMES = [each.name for each in EDITION]


@st.composite
def acts(draw: st.DrawFn) -> Act:
    found = draw(st.sampled_from(EDITION))
    marks = [line.mark for line in found.lines]
    mark = draw(st.sampled_from(["", *marks]))
    others = [each for each in (marks if mark else NAMES) if each not in {mark, found.name}]
    before = draw(st.sampled_from(["", *others]))
    return Act(draw(st.sampled_from(arranging.KINDS)), found.name, mark, before)


def said(passages: list[Passage]) -> dict[str, list[str]]:
    return {each.name: [line.text for line in each.lines] for each in passages}


@given(st.lists(acts(), max_size=5), acts())
def test_an_act_done_twice_is_done_once_and_its_opposite_takes_it_back(
    first: list[Act], act: Act
) -> None:
    before = EDITION
    for each in first:
        before = arranged(before, each)
    after = arranged(before, act)
    assert arranged(after, act) == after
    if after != before:
        assert arranged(after, opposite(before, act)) == before


@given(st.lists(acts(), max_size=8))
def test_arranging_loses_nothing(all_acts: list[Act]) -> None:
    after = EDITION
    for act in all_acts:
        after = arranged(after, act)
    assert sorted(each.name for each in after) == sorted(NAMES)
    told = {name: sorted(lines) for name, lines in said(after).items()}
    assert told == {name: sorted(lines) for name, lines in said(EDITION).items()}


def test_passages_and_lines_move_and_are_left_out() -> None:
    after = arranged(EDITION, Act("move", "agreed", "", "won"))
    after = arranged(after, Act("move", "won", "3", "1"))
    after = arranged(after, Act("leave_out", "won", "2"))
    assert said(after) == {"agreed": ["e", "f"], "won": ["c", "a", "b"], "next": ["d"]}
    assert [line.left_out for line in after[1].lines] == [False, False, True]


@pytest.mark.parametrize(
    "act",
    [Act("move", "gone"), Act("leave_out", "won", "9"), Act("move", "won", "", "gone")],
)
def test_what_is_not_there_cannot_be_arranged(act: Act) -> None:
    with pytest.raises(NotThere):
        arranged(EDITION, act)


def test_what_is_composed_anew_is_arranged_as_before() -> None:
    old = arranged(EDITION, Act("move", "agreed", "", "won"))
    old = arranged(old, Act("leave_out", "won", "2"))
    old = arranged(old, Act("leave_out", "next"))
    fresh = [passage("new", "x"), passage("won", "z", "a", "b"), *EDITION[1:]]
    again = arranging.carried_over(old, fresh)
    assert said(again) == {
        "agreed": ["e", "f"],
        "won": ["a", "b", "z"],
        "next": ["d"],
        "new": ["x"],
    }
    assert [line.left_out for line in again[1].lines] == [False, True, False]
    assert [each.left_out for each in again] == [False, False, True, False]


def test_each_knows_before_what_it_comes_by_going_up_or_down() -> None:
    known = places(EDITION)
    assert [(place.up, place.down) for place in known] == [
        (None, "agreed"),
        ("won", ""),
        ("next", None),
    ]
    assert [(line.up, line.down) for line in known[0].lines] == [
        (None, "3"),
        ("1", ""),
        ("2", None),
    ]
    assert [(line.up, line.down) for line in known[1].lines] == [(None, None)]
    for place in known:
        if place.down is not None:
            act = Act("move", place.part.name, "", place.down)  # type: ignore[union-attr]
            moved = [each.name for each in arranged(EDITION, act)]
            assert moved.index(act.section) == NAMES.index(act.section) + 1


def test_a_passage_left_out_is_told_to_nobody() -> None:
    assert replace(EDITION[0], left_out=True).lines
    assert Passage.from_json(replace(EDITION[0], left_out=True).as_json()).left_out
