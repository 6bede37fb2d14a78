"""The stages of a reminder, on any calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from changeprog.communications.stages import WEEK, stage

DUE = date(2026, 11, 30)
USUAL = (14, 7, 1, 0)
LONG_AGO = date(2020, 1, 1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))
OFFSETS = st.sets(st.integers(0, 60), max_size=5)


def on(day: int, *, since: date = LONG_AGO, weekly: bool = True) -> int | None:
    """Return the stage so many days after the day it is due."""
    return stage(DUE, DUE + timedelta(days=day), USUAL, weekly, since)


def test_a_stage_holds_until_the_next_begins() -> None:
    asked = [-30, -15, -14, -8, -7, -2, -1, 0, 6, 7, 13, 14, 400]
    holds = [None, None, 14, 14, 7, 7, 1, 0, 0, -7, -7, -14, -399]
    assert [on(day) for day in asked] == holds


def test_without_weekly_the_day_itself_is_the_last() -> None:
    assert [on(day, weekly=False) for day in (0, 7, 400)] == [0, 0, 0]


def test_what_was_made_or_moved_late_gets_no_stage_that_had_begun_before() -> None:
    made = DUE - timedelta(days=10)
    assert [on(day, since=made) for day in (-10, -8, -7, 0)] == [None, None, 7, 0]
    assert on(-7, since=DUE - timedelta(days=7)) == 7
    assert [on(day, since=DUE + timedelta(days=3)) for day in (3, 6, 7)] == [None, None, -7]


@given(DAYS, DAYS, OFFSETS, st.booleans(), DAYS)
def test_a_stage_has_begun_and_was_known_when_it_did(
    due: date, today: date, offsets: set[int], weekly: bool, since: date
) -> None:
    holds = stage(due, today, offsets, weekly, since)
    if holds is not None:
        begins = due - timedelta(days=holds)
        assert since <= begins <= today
        assert holds in offsets or (weekly and holds < 0 and holds % WEEK == 0)


@given(DAYS, OFFSETS, st.booleans(), DAYS)
def test_a_person_who_is_asked_every_day_hears_each_stage_once_and_in_order(
    due: date, offsets: set[int], weekly: bool, since: date
) -> None:
    days = [due + timedelta(days=day) for day in range(-70, 40)]
    heard = [stage(due, day, offsets, weekly, since) for day in days]
    told = list(dict.fromkeys(each for each in heard if each is not None))
    assert told == sorted(told, reverse=True)
    late = [-7, -14, -21, -28, -35] if weekly else []
    meant = [*sorted(offsets, reverse=True), *late]
    assert told == [each for each in meant if due - timedelta(days=each) >= since]


@given(DAYS, DAYS, OFFSETS, st.booleans(), DAYS, st.integers(1, 20))
def test_days_that_nobody_asked_on_lose_nothing_but_what_the_next_stage_says_too(  # noqa: PLR0917
    due: date, today: date, offsets: set[int], weekly: bool, since: date, lost: int
) -> None:
    holds = stage(due, today, offsets, weekly, since)
    later = stage(due, today + timedelta(days=lost), offsets, weekly, since)
    if holds is not None:
        assert later is not None
        assert later <= holds
