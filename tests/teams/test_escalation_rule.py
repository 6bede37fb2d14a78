"""When a barrier goes up, as a rule over everything it could be."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams import escalation
from teams.escalation import Asked, Due, Level, Rung, Standing, Terms

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Chicago", "Asia/Kolkata", "Asia/Tokyo"])
START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda late: START + timedelta(minutes=late))
DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WAITS = st.integers(0, 24 * 40).map(lambda hours: timedelta(hours=hours))
PEOPLE = st.lists(st.integers(1, 6), max_size=3)
TERMS = st.builds(
    Terms,
    unowned_hours=st.integers(1, 200),
    grace_days=st.integers(0, 14),
    level_days=st.integers(1, 14),
    weekends=st.booleans(),
)
STANDINGS = st.builds(Standing, since=MOMENTS, owned=st.booleans(), due=st.none() | DATES)
BERLIN = ZoneInfo("Europe/Berlin")
LADDER = escalation.rungs(1, [2], [3])


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=BERLIN)  # type: ignore[arg-type, misc]


def climb(standing: Standing, ladder: list[Rung], terms: Terms, zone: ZoneInfo) -> list[Due]:
    """Ask everybody as soon as they are due, until nobody is left to ask."""
    steps: list[Due] = []
    asked: Asked | None = None
    while due := escalation.following(standing, asked, ladder, terms, zone):
        steps.append(due)
        asked = Asked(due.rung.level, due.at)
    return steps


# Working time


@given(MOMENTS, WAITS, ZONES)
def test_nothing_comes_due_on_a_weekend(at: datetime, wait: timedelta, name: str) -> None:
    zone = ZoneInfo(name)
    due = escalation.later(at, wait, zone, weekends=False)
    assert due.astimezone(zone).weekday() < 5


@given(MOMENTS, WAITS, WAITS)
def test_waiting_in_two_goes_is_waiting_in_one(
    at: datetime, one: timedelta, two: timedelta
) -> None:
    zone = ZoneInfo("UTC")
    first = escalation.later(at, one, zone, weekends=False)
    both = escalation.later(first, two, zone, weekends=False)
    assert both == escalation.later(at, one + two, zone, weekends=False)


@given(MOMENTS, WAITS, ZONES)
def test_leaving_out_weekends_is_never_sooner(at: datetime, wait: timedelta, name: str) -> None:
    zone = ZoneInfo(name)
    through = escalation.later(at, wait, zone, weekends=True)
    assert escalation.later(at, wait, zone, weekends=False) >= through


@given(MOMENTS, MOMENTS, WAITS)
def test_who_begins_later_ends_no_sooner(one: datetime, two: datetime, wait: timedelta) -> None:
    zone, (first, second) = ZoneInfo("UTC"), sorted([one, two])
    ends = [escalation.later(at, wait, zone, weekends=False) for at in (first, second)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        (local(2026, 11, 18, 16), 24, local(2026, 11, 19, 16)),
        (local(2026, 11, 20, 16), 24, local(2026, 11, 23, 16)),
        (local(2026, 11, 20, 16), 8, local(2026, 11, 23, 0)),
        (local(2026, 11, 21, 11), 24, local(2026, 11, 24, 0)),
        (local(2026, 11, 18, 9), 24 * 5, local(2026, 11, 25, 9)),
        # clocks go forward on Sunday, 29 March: the wall clock counts
        (local(2026, 3, 27, 9), 24, local(2026, 3, 30, 9)),
    ],
)
def test_a_day_from_friday_ends_on_monday(begins: datetime, hours: int, ends: datetime) -> None:
    due = escalation.later(begins, timedelta(hours=hours), BERLIN, weekends=False)
    assert due == ends


# The levels


@given(st.none() | st.integers(1, 6), PEOPLE, PEOPLE)
def test_nobody_is_asked_twice_and_nobody_is_left_out(
    owner: int | None, chairs: list[int], champions: list[int]
) -> None:
    ladder = escalation.rungs(owner, chairs, champions)
    asked = [person for rung in ladder for person in rung.people]
    assert sorted(asked) == sorted({*chairs, *champions, *([owner] if owner else [])})
    assert [rung.level for rung in ladder] == sorted({rung.level for rung in ladder})
    assert all(rung.people for rung in ladder)


@given(STANDINGS, st.none() | st.integers(1, 6), PEOPLE, PEOPLE, TERMS, ZONES)
def test_it_climbs_once_over_every_level_that_has_somebody(  # noqa: PLR0917
    standing: Standing,
    owner: int | None,
    chairs: list[int],
    champions: list[int],
    terms: Terms,
    name: str,
) -> None:
    zone, ladder = ZoneInfo(name), escalation.rungs(owner, chairs, champions)
    steps = climb(standing, ladder, terms, zone)
    is_waiting = not standing.owned or standing.due is not None
    assert [step.rung for step in steps] == (ladder if is_waiting else [])
    assert [step.final for step in steps] == [False] * (len(steps) - 1) + [True] * bool(steps)


@given(STANDINGS, TERMS, ZONES)
def test_each_level_has_its_time(standing: Standing, terms: Terms, name: str) -> None:
    zone = ZoneInfo(name)
    times = [step.at for step in climb(standing, LADDER, terms, zone)]
    patience = timedelta(days=terms.level_days)
    for before, after in pairwise(times):
        assert after == escalation.later(before, patience, zone, weekends=terms.weekends)
        assert after > before


@given(STANDINGS, TERMS, ZONES)
def test_nobody_is_asked_before_the_hours_are_over(
    standing: Standing, terms: Terms, name: str
) -> None:
    starts = escalation.begins(standing, terms, ZoneInfo(name))
    if starts is not None:
        gone = starts.astimezone(UTC) - standing.since
        assert gone >= timedelta(hours=terms.unowned_hours - 1)  # clocks may go forward


@given(STANDINGS, DATES, TERMS)
def test_a_next_step_moved_back_asks_no_sooner(
    standing: Standing, other: date, terms: Terms
) -> None:
    zone = ZoneInfo("UTC")
    dues = sorted([standing.due or other, other])
    starts = [escalation.begins(Standing(standing.since, True, due), terms, zone) for due in dues]
    assert starts == sorted(start for start in starts if start)


@given(MOMENTS, TERMS, ZONES)
def test_after_an_outage_no_level_is_passed_over(late: datetime, terms: Terms, name: str) -> None:
    """However late the owner was asked, the chair is not asked in the same moment."""
    zone = ZoneInfo(name)
    standing = Standing(datetime(2025, 6, 2, tzinfo=UTC), True, date(2025, 6, 3))
    due = escalation.following(standing, Asked(Level.OWNER, late), LADDER, terms, zone)
    assert due is not None
    assert (due.rung.level, due.at > late) == (Level.CHAIR, True)


def test_whoever_was_asked_and_is_gone_holds_nothing_up() -> None:
    standing = Standing(local(2026, 11, 16, 9), owned=False)
    asked = Asked(Level.CHAIR, local(2026, 11, 18, 9))
    due = escalation.following(standing, asked, escalation.rungs(None, [], [3]), Terms(), BERLIN)
    assert due == Due(Rung(Level.CHAMPION, (3,)), local(2026, 11, 18, 9), final=True)


def test_a_barrier_without_owner_goes_to_the_chair_after_a_day_and_on_after_two() -> None:
    standing = Standing(local(2026, 11, 16, 9), owned=False)
    ladder = escalation.rungs(None, [2, 4], [3])
    assert climb(standing, ladder, Terms(), BERLIN) == [
        Due(Rung(Level.CHAIR, (2, 4)), local(2026, 11, 17, 9), final=False),
        Due(Rung(Level.CHAMPION, (3,)), local(2026, 11, 19, 9), final=True),
    ]


def test_a_late_next_step_goes_to_the_owner_the_chair_and_the_champion() -> None:
    standing = Standing(local(2026, 11, 2, 9), owned=True, due=date(2026, 11, 17))
    assert climb(standing, LADDER, Terms(), BERLIN) == [
        Due(Rung(Level.OWNER, (1,)), local(2026, 11, 19, 0), final=False),
        Due(Rung(Level.CHAIR, (2,)), local(2026, 11, 23, 0), final=False),
        Due(Rung(Level.CHAMPION, (3,)), local(2026, 11, 25, 0), final=True),
    ]


def test_an_owned_barrier_without_a_date_is_left_to_its_owner() -> None:
    standing = Standing(local(2026, 11, 2, 9), owned=True)
    assert climb(standing, LADDER, Terms(), BERLIN) == []


# Stale ones


@given(st.integers(0, 400), st.integers(1, 365))
def test_old_ones_and_those_asked_about_in_vain_are_stale(age: int, days: int) -> None:
    assert escalation.is_stale(timedelta(days=age), days, at_the_end=False) == (age >= days)
    assert escalation.is_stale(timedelta(days=age), days, at_the_end=True)
