from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from changeprog.communications.clock import WEEK, instant, latest_occurrence, next_occurrence

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
WEEKDAYS = st.integers(0, 6)

unhurried = settings(deadline=None)
"""The machine may be busy with other tests."""


def exists(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether clocks in ``zone`` ever show ``at`` on ``day``."""
    wall = datetime.combine(day, at)
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) == wall


@unhurried
@given(DAYS, HOURS, ZONES)
def test_the_clock_shows_the_hour_when_it_strikes_or_a_later_one_if_there_is_none(
    day: date, at: time, zone: ZoneInfo
) -> None:
    wall = datetime.combine(day, at)
    shown = instant(day, at, zone).astimezone(zone).replace(tzinfo=None)
    assert shown == wall if exists(day, at, zone) else shown > wall


@unhurried
@given(DAYS, HOURS, ZONES)
def test_an_hour_shown_twice_strikes_the_first_time(day: date, at: time, zone: ZoneInfo) -> None:
    struck = instant(day, at, zone)
    an_hour_before = (struck - timedelta(hours=1)).astimezone(zone).replace(tzinfo=None)
    assert an_hour_before != struck.astimezone(zone).replace(tzinfo=None)


@unhurried
@given(MOMENTS, WEEKDAYS, HOURS, ZONES)
def test_the_latest_occurrence_has_struck_and_the_next_has_not(
    moment: datetime, weekday: int, at: time, zone: ZoneInfo
) -> None:
    latest = latest_occurrence(moment, weekday, at, zone)
    following = next_occurrence(moment, weekday, at, zone)
    assert (latest.weekday(), following) == (weekday, latest + WEEK)
    assert instant(latest, at, zone) <= moment < instant(following, at, zone)


@unhurried
@given(WEEKDAYS, HOURS, ZONES)
def test_asked_all_through_a_year_each_week_strikes_once(
    weekday: int, at: time, zone: ZoneInfo
) -> None:
    moments = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 365 * 24, 6))
    days = [latest_occurrence(moment, weekday, at, zone) for moment in moments]
    steps = {later - earlier for earlier, later in pairwise(days)}
    assert steps == {timedelta(0), WEEK}


def test_half_past_seven_stays_half_past_seven_across_a_change_of_the_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    mondays = [date(2026, 3, 23), date(2026, 3, 30), date(2026, 10, 19), date(2026, 10, 26)]
    hours = [instant(monday, time(7, 30), berlin).time() for monday in mondays]
    assert hours == [time(6, 30), time(5, 30), time(5, 30), time(6, 30)]


def test_a_missing_hour_strikes_as_much_later_as_clocks_go_forward() -> None:
    struck = instant(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin"))
    assert struck == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_doubled_hour_strikes_the_first_time() -> None:
    struck = instant(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Berlin"))
    assert struck == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_half_and_quarter_hour_zones_have_their_own_moment() -> None:
    monday = date(2026, 11, 23)
    struck = {
        name: instant(monday, time(7, 30), ZoneInfo(name)).strftime("%a %H:%M")
        for name in ("Asia/Kathmandu", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham")
    }
    assert struck == {
        "Asia/Kathmandu": "Mon 01:45",
        "Asia/Kolkata": "Mon 02:00",
        "America/St_Johns": "Mon 11:00",
        "Pacific/Chatham": "Sun 17:45",
    }
