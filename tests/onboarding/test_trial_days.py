"""The days of a trial: months, what can be ticked, and what is asked when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.onboarding.trial_days import (
    DAYS,
    GRACE,
    WEEKS,
    Question,
    is_settled,
    last_of,
    monday,
    months_after,
    next_question,
    offered,
)

DATES = st.dates(date(2020, 1, 1), date(2090, 1, 1))
RHYTHMS = st.sampled_from([DAYS, WEEKS])


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 15), 4, date(2027, 3, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_where_the_calendar_does(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@given(DATES)
def test_a_month_has_28_days_at_least(day: date) -> None:
    assert 28 <= (months_after(day, 1) - day).days <= 31


@given(DATES, DATES, RHYTHMS)
def test_only_what_is_not_ahead_and_not_long_over_can_be_ticked(
    starts_on: date, today: date, rhythm: str
) -> None:
    for on in offered(rhythm, starts_on, today):
        assert monday(starts_on) <= on <= today
        assert last_of(on, rhythm) >= today - timedelta(days=GRACE)


@given(DATES, st.integers(0, 400), RHYTHMS)
def test_while_it_runs_there_is_always_something_to_tap_and_it_comes_first(
    starts_on: date, days: int, rhythm: str
) -> None:
    today = starts_on + timedelta(days=days)
    first = offered(rhythm, starts_on, today)[0]
    assert first == (today if rhythm == DAYS else monday(today))


@given(DATES, st.integers(0, 400), RHYTHMS)
def test_nothing_of_a_settled_week_can_be_ticked(starts_on: date, days: int, rhythm: str) -> None:
    today = starts_on + timedelta(days=days)
    weeks = [monday(on) for on in offered(rhythm, starts_on, today)]
    assert [week for week in weeks if is_settled(week, today)] == []


def test_the_month_comes_first_then_the_process_then_the_results_and_nothing_after() -> None:
    ends, kept = date(2026, 11, 22), date(2026, 11, 25)
    assert next_question(ends, None, dropped=False, asked=()) == Question("month", ends)
    later = Question("process", date(2026, 12, 25)), Question("results", date(2027, 3, 25))
    assert next_question(ends, kept, dropped=False, asked={"month"}) == later[0]
    assert next_question(ends, kept, dropped=False, asked={"month", "process"}) == later[1]
    assert next_question(ends, kept, dropped=False, asked={"process", "results"}) is None
    assert next_question(ends, kept, dropped=True, asked=()) is None
