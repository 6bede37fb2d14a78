"""Quiet: what is put off, until when, in every zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.communications.models import Preference
from changeprog.communications.quiet import (
    countries,
    first_open,
    is_closed_day,
    is_open,
    is_quiet_hour,
)
from changeprog.programme.zones import zones

VIENNA = ZoneInfo("Europe/Vienna")
NIGHT = {"quiet_from": time(22), "quiet_until": time(7)}
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants it so
ZONES = st.sampled_from(zones()).map(ZoneInfo)
HOURS = st.tuples(st.times(), st.times()) | st.just((None, None))
WEEKDAYS = st.sets(st.integers(0, 6))


@st.composite
def wishes(draw: st.DrawFn) -> Preference:
    begins, ends = draw(HOURS)
    return Preference(
        quiet_from=begins,
        quiet_until=ends,
        quiet_days=",".join(map(str, sorted(draw(WEEKDAYS)))),
        holidays=draw(st.sampled_from(["", "AT", "NP", "US", "NZ"])),
        paused_until=draw(st.none() | st.dates(date(2025, 1, 1), date(2028, 6, 1))),
    )


def vienna(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIENNA)


def opens(text: str, **wish: object) -> datetime:
    """Return when somebody in Vienna who wishes this may be written to, by their clock."""
    return first_open(vienna(text), VIENNA, Preference(**wish)).astimezone(VIENNA)


def test_without_a_wish_it_is_at_once() -> None:
    assert opens("2026-11-22T03:00") == vienna("2026-11-22T03:00")


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-22T21:59", "2026-11-22T21:59"),
        ("2026-11-22T22:00", "2026-11-23T07:00"),
        ("2026-11-22T00:30", "2026-11-22T07:00"),
        ("2026-11-22T07:00", "2026-11-22T07:00"),
    ],
)
def test_the_night_is_over_in_the_morning(at: str, until: str) -> None:
    assert opens(at, **NIGHT) == vienna(until)


def test_a_quiet_weekend_ends_on_monday_after_the_night() -> None:
    assert opens("2026-11-20T23:00", quiet_days="5,6", **NIGHT) == vienna("2026-11-23T07:00")
    assert opens("2026-11-21T12:00", quiet_days="5,6") == vienna("2026-11-23T00:00")


def test_a_public_holiday_of_the_country_is_quiet() -> None:
    assert opens("2026-12-25T12:00", holidays="AT") == vienna("2026-12-27T00:00")
    assert opens("2026-10-26T12:00", holidays="AT") == vienna("2026-10-27T00:00")
    assert opens("2026-10-26T12:00", holidays="FR") == vienna("2026-10-26T12:00")


def test_a_pause_ends_with_its_day() -> None:
    assert opens("2026-11-22T12:00", paused_until=date(2026, 12, 1)) == vienna("2026-12-01T00:00")
    assert opens("2026-12-01T00:00", paused_until=date(2026, 12, 1)) == vienna("2026-12-01T00:00")


def test_the_night_in_which_clocks_go_forward_ends_at_the_same_hour() -> None:
    assert opens("2026-03-28T23:00", **NIGHT) == vienna("2026-03-29T07:00")
    gone = {"quiet_from": time(22), "quiet_until": time(2, 30)}
    assert opens("2026-03-28T23:00", **gone) == vienna("2026-03-29T03:30")


def test_an_hour_shown_twice_is_quiet_twice() -> None:
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert second.astimezone(VIENNA).time() == time(2, 10)
    wish = Preference(quiet_from=time(22), quiet_until=time(2, 30))
    assert first_open(second, VIENNA, wish) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_seven_quiet_days_would_be_no_mail_at_all_and_are_none() -> None:
    wish = {"quiet_days": "0,1,2,3,4,5,6"}
    assert opens("2026-11-22T12:00", **wish) == vienna("2026-11-22T12:00")


@given(MOMENTS, ZONES, wishes())
def test_it_is_open_then_and_never_earlier(
    moment: datetime, zone: ZoneInfo, wish: Preference
) -> None:
    found = first_open(moment, zone, wish)
    local = found.astimezone(zone)
    assert found >= moment
    assert not is_quiet_hour(local.time(), wish)
    assert not is_closed_day(local.date(), wish)
    assert first_open(found, zone, wish) == found


@given(MOMENTS, ZONES, wishes(), st.floats(0, 1))
def test_nothing_before_it_was_open_but_the_rest_of_an_hour_that_clocks_skip(
    moment: datetime, zone: ZoneInfo, wish: Preference, part: float
) -> None:
    found = first_open(moment, zone, wish)
    earlier = moment + (found - moment) * part
    if earlier < found - timedelta(hours=2):
        assert not is_open(earlier, zone, wish)


def test_countries_have_names_in_order() -> None:
    assert countries()["NZ"] == "New Zealand"
    assert countries()["TT"] == "Trinidad and Tobago"
    assert list(countries().values()) == sorted(countries().values())
