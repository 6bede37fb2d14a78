"""When editions are owed: property tests over every zone of the world and a year of its hours."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changeprog.communications import clock, schedule
from changeprog.communications.schedule import DAILY, Listed, Monthly, Schedule, fortnightly, weekly

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = [YEAR + timedelta(hours=number) for number in range(366 * 24)]
NAMES = sorted(available_timezones())
ZONES = st.sampled_from(NAMES)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WEEKDAYS = st.integers(0, 6)
DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.one_of(
    st.just(DAILY),
    st.builds(weekly, WEEKDAYS),
    st.builds(fortnightly, WEEKDAYS, DATES),
    st.builds(Monthly, WEEKDAYS),
    st.builds(Listed.of, st.lists(DATES, max_size=9), st.integers(-60, 60)),
)
SCHEDULES = st.builds(Schedule, DAYS, TIMES)
unhurried = settings(deadline=None)
slow = settings(deadline=None, max_examples=25)


@cache
def distinct() -> list[ZoneInfo]:
    """Return one zone for each way in which clocks go in that year."""
    ways: dict[tuple[timedelta | None, ...], ZoneInfo] = {}
    for name in NAMES:
        zone = ZoneInfo(name)
        ways.setdefault(tuple(zone.utcoffset(hour) for hour in HOURS), zone)
    return list(ways.values())


def composed(found: Schedule, asked: Iterable[tuple[datetime, list[str]]]) -> list[date]:
    """Return the days of the editions composed by asking at these moments, for these zones."""
    days: list[date] = []
    for moment, zones in asked:
        owed = found.owed(moment, zones, YEAR, days[-1] if days else None)
        if owed:
            days.append(owed)
    return days


def all_days(found: Schedule, first: date, last: date) -> list[date]:
    """Return the days of a schedule in [``first``, ``last``]."""
    known = found.upcoming(found.days.after(first - timedelta(days=1)), 400)
    return [day for day in known if day <= last]


@unhurried
@given(SCHEDULES, MOMENTS, ZONES)
def test_what_has_struck_and_what_follows_lie_on_both_sides_of_now(
    found: Schedule, now: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    struck, following = found.struck(now, zone), found.following(now, zone)
    if struck:
        assert clock.instant(struck, found.at, zone) <= now
        assert found.days.after(struck) == following
    if following:
        assert clock.instant(following, found.at, zone) > now
        assert found.days.on_or_before(following - timedelta(days=1)) == struck


def test_in_every_zone_of_the_world_each_week_of_a_year_of_hours_strikes_once_at_its_hour() -> None:
    mondays = Schedule(weekly(0), time(7, 30))
    expected = all_days(mondays, date(2026, 1, 1), date(2026, 12, 31))
    for zone in distinct():
        days: list[date] = []
        previous: date | None = None
        for hour in HOURS[14:-14]:
            day = mondays.struck(hour, zone)
            assert previous is None or (day and day >= previous), (zone, hour)
            if day and day != previous:
                days.append(day)
                shown = clock.instant(day, mondays.at, zone).astimezone(zone)
                assert (shown.hour, shown.minute) == (7, 30), (zone, day)
            previous = day
        assert days[1:] == expected[: len(days) - 1], zone
        assert len(days) >= 52, zone


@slow
@given(SCHEDULES, ZONES)
def test_asked_at_every_hour_of_a_year_nothing_is_repeated_and_nothing_skipped(
    found: Schedule, name: str
) -> None:
    days = composed(found, ((hour, [name]) for hour in HOURS))
    assert days == sorted(set(days))
    if days:
        assert days == all_days(found, days[0], days[-1])
        before = found.days.on_or_before(days[0] - timedelta(days=1))
        assert before is None or clock.instant(before, found.at, ZoneInfo(name)) < YEAR


@slow
@given(SCHEDULES, st.lists(ZONES, min_size=2, max_size=5), st.integers(1, 60))
def test_readers_in_many_zones_get_one_edition_a_day_composed_at_the_first_hour(
    found: Schedule, names: list[str], step: int
) -> None:
    days = composed(found, ((hour, names) for hour in HOURS[::step]))
    assert days == sorted(set(days))
    for day in days:
        first = min(clock.instant(day, found.at, ZoneInfo(name)) for name in names)
        assert found.instant(day, names) == first


@slow
@given(WEEKDAYS, TIMES, st.lists(st.tuples(st.integers(0, 8000), ZONES), min_size=1, max_size=8))
def test_changing_ones_zone_neither_repeats_nor_skips_an_edition(
    weekday: int, at: time, moves: list[tuple[int, str]]
) -> None:
    found = Schedule(weekly(weekday), at)
    ordered = sorted(moves)

    def zone_at(number: int) -> list[str]:
        lived = [name for when, name in ordered if when <= number]
        return lived[-1:] or ["UTC"]

    days = composed(found, ((hour, zone_at(number)) for number, hour in enumerate(HOURS)))
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=7)}


@unhurried
@given(SCHEDULES, MOMENTS, st.lists(MOMENTS, max_size=12), ZONES)
def test_whatever_the_outages_an_edition_is_never_older_than_the_last(
    found: Schedule, first: datetime, others: list[datetime], name: str
) -> None:
    asked = sorted([first, *others])
    days = composed(found, ((moment, [name]) for moment in asked))
    assert days == sorted(set(days))
    newest = found.struck(asked[-1], ZoneInfo(name))
    if newest and clock.instant(newest, found.at, ZoneInfo(name)) >= YEAR:
        assert days[-1] == newest


@unhurried
@given(SCHEDULES, DATES, MOMENTS, ZONES)
def test_nothing_strikes_after_the_last_day(
    found: Schedule, until: date, now: datetime, name: str
) -> None:
    ended = Schedule(found.days, found.at, until)
    zone = ZoneInfo(name)
    for day in (ended.struck(now, zone), ended.following(now, zone)):
        assert day is None or day <= until


@unhurried
@given(SCHEDULES, MOMENTS, MOMENTS, ZONES)
def test_what_struck_before_it_was_agreed_is_not_owed(
    found: Schedule, agreed: datetime, now: datetime, name: str
) -> None:
    day = found.owed(now, [name], agreed, None)
    assert day is None or agreed <= clock.instant(day, found.at, ZoneInfo(name)) <= now


@pytest.mark.parametrize(
    ("zone", "at", "day", "moment"),
    [
        ("Europe/Berlin", time(2, 30), date(2026, 3, 29), "2026-03-29T01:30"),
        ("Europe/Berlin", time(2, 30), date(2026, 10, 25), "2026-10-25T00:30"),
        ("Australia/Lord_Howe", time(2, 15), date(2026, 10, 4), "2026-10-03T15:45"),
        ("America/Santiago", time(0, 30), date(2026, 9, 6), "2026-09-06T04:30"),
        ("Asia/Kathmandu", time(7, 30), date(2026, 6, 1), "2026-06-01T01:45"),
        ("Pacific/Chatham", time(7, 30), date(2026, 6, 1), "2026-05-31T18:45"),
    ],
)
def test_missing_and_doubled_hours_strike_once(zone: str, at: time, day: date, moment: str) -> None:
    struck = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    found, there = Schedule(DAILY, at), ZoneInfo(zone)
    assert found.struck(struck, there) == day
    assert found.struck(struck - timedelta(seconds=1), there) == day - timedelta(days=1)
    for later in range(1, 23):
        assert found.struck(struck + timedelta(hours=later), there) == day


def test_a_day_that_clocks_take_back_at_midnight_does_not_strike_twice() -> None:
    """In St. John's clocks went back at one minute past midnight: a day began twice."""
    found, there = Schedule(DAILY, time(0, 0)), ZoneInfo("America/St_Johns")
    midnight = clock.instant(date(2010, 11, 7), time(0, 0), there)
    shown = (midnight + timedelta(minutes=30)).astimezone(there)
    assert shown.date() == date(2010, 11, 6)
    for minutes in (0, 30, 90):
        assert found.struck(midnight + timedelta(minutes=minutes), there) == date(2010, 11, 7)


def test_every_second_week_begins_with_the_first_such_weekday() -> None:
    found = Schedule(fortnightly(0, date(2026, 11, 18)), time(7, 30))
    assert found.upcoming(date(2026, 11, 23), 3) == [
        date(2026, 11, 23),
        date(2026, 12, 7),
        date(2026, 12, 21),
    ]


def test_every_month_has_its_first_weekday() -> None:
    found = Monthly(4)
    assert [found.after(date(2026, month, 28)) for month in (9, 10, 11, 12)] == [
        date(2026, 10, 2),
        date(2026, 11, 6),
        date(2026, 12, 4),
        date(2027, 1, 1),
    ]


@unhurried
@given(WEEKDAYS, DATES)
def test_days_of_a_month_follow_one_another(weekday: int, day: date) -> None:
    found = Monthly(weekday)
    newest, following = found.on_or_before(day), found.after(day)
    assert newest <= day < following
    assert found.after(newest) == following
    assert {newest.weekday(), following.weekday()} == {weekday}
    assert max(newest.day, following.day) <= 7


def test_a_burst_is_told_when_it_is_quiet_again_or_has_gone_on_for_long() -> None:
    event = datetime(2026, 11, 18, 12, tzinfo=UTC)
    later = [event + timedelta(seconds=seconds) for seconds in (59, 60, 599, 600)]
    assert [schedule.is_quiet(event, now) for now in later] == [False, True, True, True]
    assert [schedule.is_long(event, now) for now in later] == [False, False, False, True]
