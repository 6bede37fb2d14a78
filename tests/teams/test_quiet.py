"""Runs of weeks without a visible victory."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from teams.quiet import SHORTEST, WEEK, QuietRun, monday, quiet_runs

SINCE, TODAY = date(2026, 1, 7), date(2026, 11, 20)
days = st.dates(SINCE - timedelta(days=30), TODAY + timedelta(days=30))
seen = st.lists(days, max_size=25)


def weeks_of(runs: list[QuietRun]) -> set[date]:
    """Return the Mondays of all weeks in ``runs``."""
    return {run.first + number * WEEK for run in runs for number in range(run.weeks)}


def test_two_weeks_without_one_are_a_run_and_one_is_none() -> None:
    wednesday = date(2026, 3, 4)
    seen_on = [wednesday, wednesday + 2 * WEEK, wednesday + 5 * WEEK]
    runs = quiet_runs(seen_on, wednesday, wednesday + 6 * WEEK)
    assert runs == [QuietRun(date(2026, 3, 23), 2)]
    assert runs[0].last == date(2026, 4, 5)


def test_a_week_that_has_not_ended_is_not_quiet_yet() -> None:
    monday_morning = date(2026, 3, 16)
    sunday = monday_morning - timedelta(days=1)
    assert quiet_runs([], date(2026, 3, 2), sunday) == []
    [run] = quiet_runs([], date(2026, 3, 2), monday_morning)
    assert (run.weeks, run.lasts) == (2, True)


def test_a_run_lasts_until_something_can_be_seen_again() -> None:
    monday_morning = date(2026, 3, 16)
    [run] = quiet_runs([monday_morning], date(2026, 3, 2), monday_morning + timedelta(days=3))
    assert (run.weeks, run.lasts) == (2, False)


def test_sunday_and_monday_are_different_weeks() -> None:
    sunday = date(2026, 3, 8)
    assert monday(sunday) == date(2026, 3, 2)
    assert monday(sunday + timedelta(days=1)) == date(2026, 3, 9)


@given(seen)
def test_no_run_has_a_week_with_a_visible_victory(seen_on: list[date]) -> None:
    assert weeks_of(quiet_runs(seen_on, SINCE, TODAY)) & {monday(day) for day in seen_on} == set()


@given(seen)
def test_every_quiet_week_beside_another_is_in_exactly_one_run(seen_on: list[date]) -> None:
    loud = {monday(day) for day in seen_on}
    count = (monday(TODAY) - monday(SINCE)) // WEEK
    quiet = {monday(SINCE) + number * WEEK for number in range(count)} - loud
    beside = {week for week in quiet if week - WEEK in quiet or week + WEEK in quiet}
    runs = quiet_runs(seen_on, SINCE, TODAY)
    assert weeks_of(runs) == beside
    assert sum(run.weeks for run in runs) == len(beside)


@given(seen)
def test_at_most_the_last_run_lasts_and_only_in_a_quiet_week(seen_on: list[date]) -> None:
    runs = quiet_runs(seen_on, SINCE, TODAY)
    assert not any(run.lasts for run in runs[:-1])
    if runs and runs[-1].lasts:
        assert runs[-1].last + timedelta(days=1) == monday(TODAY)
        assert monday(TODAY) not in {monday(day) for day in seen_on}


@given(seen)
def test_runs_are_long_enough_in_order_and_apart(seen_on: list[date]) -> None:
    runs = quiet_runs(seen_on, SINCE, TODAY)
    assert all(run.weeks >= SHORTEST for run in runs)
    assert all(run.first.weekday() == 0 for run in runs)
    assert all(one.last + WEEK < two.first for one, two in pairwise(runs))


@given(seen, days)
def test_one_more_visible_victory_never_makes_more_quiet_weeks(
    seen_on: list[date], more: date
) -> None:
    before, after = (quiet_runs(each, SINCE, TODAY) for each in (seen_on, [*seen_on, more]))
    assert weeks_of(after) <= weeks_of(before)


@given(seen)
def test_neither_order_nor_repetition_matters(seen_on: list[date]) -> None:
    shuffled = [*reversed(seen_on), *seen_on]
    assert quiet_runs(shuffled, SINCE, TODAY) == quiet_runs(seen_on, SINCE, TODAY)
