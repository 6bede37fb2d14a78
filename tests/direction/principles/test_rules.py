"""The rules are pure: what they make of evidence depends on it alone, not on its order."""

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.models import Dimension
from changeprog.direction.principles import (
    PRINCIPLES,
    Evidence,
    Kind,
    Moment,
    Principle,
    State,
    Step,
)
from changeprog.direction.principles.catalogue import BENEFIT
from changeprog.direction.principles.company import joined_kind
from changeprog.direction.principles.leadership import most
from changeprog.direction.principles.rhythm import QUARTER, rhythm
from changeprog.direction.principles.rules import all_of
from changeprog.direction.principles.wholeness import addressed

TODAY = date(2026, 6, 1)
OLD = Moment(TODAY - timedelta(days=900), TODAY)
YOUNG = Moment(TODAY - timedelta(days=QUARTER), TODAY)

days = st.integers(-1000, 100).map(lambda away: TODAY + timedelta(days=away))
pieces = st.builds(
    Evidence,
    text=st.text(max_size=3),
    kind=st.sampled_from(Kind),
    on=st.none() | days,
)
met = st.builds(Evidence, text=st.text(max_size=3), kind=st.just(Kind.MET), on=st.none() | days)
moments = st.builds(
    lambda age: Moment(TODAY - timedelta(days=age), TODAY), age=st.integers(0, 1000)
)
principles = st.sampled_from(PRINCIPLES)


def said(*kinds: Kind) -> list[Evidence]:
    return [Evidence(f"Piece {number}", kind) for number, kind in enumerate(kinds)]


def arrived(*ago: int) -> list[Evidence]:
    """Visible benefit so many days ago."""
    return [Evidence(f"Benefit {each}", Kind.MET, on=TODAY - timedelta(days=each)) for each in ago]


@given(principle=principles, evidence=st.lists(pieces), more=met, moment=moments)
def test_more_that_is_met_never_worsens_the_state(
    principle: Principle, evidence: list[Evidence], more: Evidence, moment: Moment
) -> None:
    before = principle.rule(evidence, moment).state
    after = principle.rule([*evidence, more], moment).state
    assert after.order >= before.order


@given(principle=principles, evidence=st.lists(pieces), moment=moments, data=st.data())
def test_the_order_of_evidence_changes_nothing(
    principle: Principle, evidence: list[Evidence], moment: Moment, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(evidence))
    assert principle.rule(shuffled, moment) == principle.rule(evidence, moment)


@pytest.mark.parametrize("principle", PRINCIPLES, ids=lambda principle: principle.number)
def test_without_evidence_nobody_can_know_yet(principle: Principle) -> None:
    assert principle.rule([], YOUNG).state is State.UNKNOWN


@given(principle=principles, evidence=st.lists(pieces), moment=moments)
def test_nothing_holds_that_has_a_missing_piece(
    principle: Principle, evidence: list[Evidence], moment: Moment
) -> None:
    verdict = principle.rule(evidence, moment)
    if verdict.state is State.HOLDS and principle is not BENEFIT:
        assert {piece.kind for piece in verdict.shown} == {Kind.MET}


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], State.UNKNOWN),
        ([Kind.MISSING], State.MISSING),
        ([Kind.MISSING, Kind.MISSING], State.MISSING),
        ([Kind.MISSING, Kind.PARTLY], State.STARTED),
        ([Kind.PARTLY, Kind.PARTLY], State.STARTED),
        ([Kind.MET], State.STARTED),
        ([Kind.MET, Kind.MISSING], State.STARTED),
        ([Kind.MET, Kind.MET, Kind.PARTLY], State.STARTED),
        ([Kind.MET, Kind.MET], State.HOLDS),
    ],
)
def test_all_that_is_known_has_to_be_met(kinds: list[Kind], state: State) -> None:
    assert all_of(2)(said(*kinds), OLD).state is state


def test_what_is_missing_is_read_first() -> None:
    shown = all_of(1)(said(Kind.MET, Kind.PARTLY, Kind.MISSING), OLD).shown
    assert [piece.kind for piece in shown] == [Kind.MISSING, Kind.PARTLY, Kind.MET]


# Regular intervals


@pytest.mark.parametrize(
    ("moment", "ago", "state"),
    [
        (YOUNG, [], State.UNKNOWN),
        (Moment(YOUNG.started - timedelta(days=1), TODAY), [], State.MISSING),
        (YOUNG, [10], State.STARTED),
        (YOUNG, [10, 20], State.STARTED),
        (YOUNG, [10, 20, 30], State.HOLDS),
        (YOUNG, [10, 10, 10], State.STARTED),
        (OLD, [91, 120, 150], State.MISSING),
        (OLD, [90, 180, 270, 360], State.HOLDS),
        (OLD, [90, 180, 271, 360], State.STARTED),
        (OLD, [30, 60, 90, 180, 270, 360, 700], State.HOLDS),
        (OLD, [500], State.MISSING),
        (YOUNG, [-5], State.UNKNOWN),
    ],
)
def test_a_quarter_without_visible_benefit_is_too_long(
    moment: Moment, ago: list[int], state: State
) -> None:
    assert BENEFIT.rule(arrived(*ago), moment).state is state


def test_the_longest_gap_is_said_with_what_ended_it() -> None:
    first, second = TODAY - timedelta(days=80), TODAY - timedelta(days=20)
    evidence = [
        Evidence("First", Kind.MET, "/first/", on=first),
        Evidence("Second", Kind.MET, "/second/", on=second),
    ]
    between = f"{date_format(first)} to {date_format(second)}"
    shown = BENEFIT.rule(evidence, YOUNG).shown
    assert [(piece.text, piece.kind, piece.url) for piece in shown] == [
        ("The last one, 20 days ago: Second", Kind.MET, "/second/"),
        (f"The longest time without one was 60 days: {between}", Kind.MET, "/second/"),
    ]


def test_what_is_planned_is_shown_and_never_counted() -> None:
    planned = Evidence("Soon", Kind.PARTLY, on=TODAY + timedelta(days=3))
    verdict = BENEFIT.rule([planned] * 5, YOUNG)
    assert verdict.state is State.UNKNOWN
    assert verdict.shown == (planned,) * 5


@given(on=st.lists(days), more=days, moment=moments)
def test_another_benefit_never_lengthens_a_gap(on: list[date], more: date, moment: Moment) -> None:
    before, after = rhythm(on, moment), rhythm([*on, more], moment)
    assert after.longest.days <= before.longest.days
    assert after.open.days <= before.open.days
    assert after.times >= before.times


@given(on=st.lists(days), moment=moments)
def test_gaps_lie_between_the_start_and_today(on: list[date], moment: Moment) -> None:
    beat = rhythm(on, moment)
    assert moment.started <= beat.longest.since <= beat.longest.until <= TODAY
    assert 0 <= beat.open.days <= beat.longest.days <= 365


# What counts mean


@pytest.mark.parametrize(
    ("some", "of", "kind"),
    [(0, 4, Kind.MISSING), (1, 4, Kind.PARTLY), (2, 4, Kind.PARTLY), (3, 4, Kind.MET)],
)
def test_most_is_more_than_half(some: int, of: int, kind: Kind) -> None:
    assert most(some, of) is kind


@pytest.mark.parametrize(
    ("joined", "invited", "age", "kind"),
    [
        (8, 10, 5, Kind.MET),
        (7, 10, 5, Kind.PARTLY),
        (1, 10, QUARTER, Kind.PARTLY),
        (4, 10, QUARTER + 1, Kind.MISSING),
        (5, 10, QUARTER + 1, Kind.PARTLY),
    ],
)
def test_four_in_five_of_the_invited_have_to_join(
    joined: int, invited: int, age: int, kind: Kind
) -> None:
    assert joined_kind(joined, invited, age) is kind


def test_each_dimension_of_the_business_system_counts() -> None:
    none = dict.fromkeys(Dimension, 0)
    step = Step("Say more", "/new/")
    assert addressed(none, YOUNG, "/", step) == []
    assert {piece.kind for piece in addressed(none, OLD, "/", step)} == {Kind.MISSING}
    told = addressed({**none, Dimension.DATA: 2, Dimension.IT: 1}, YOUNG, "/", step)
    assert [piece.text for piece in told] == [
        "Policies: nothing is improved",
        "People: nothing is improved",
        "Processes: nothing is improved",
        "Data: 2 capabilities are being improved",
        "IT: 1 capability is being improved",
    ]
