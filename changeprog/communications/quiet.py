"""When somebody may be written to: quiet hours, quiet days, public holidays and a pause. Pure.

Everything is asked by the person's own wall clock, and nothing converted is kept.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import holidays as calendars

from changeprog.communications import clock

if TYPE_CHECKING:
    from changeprog.communications.models import Preference

DAY = timedelta(days=1)
WEEK = 7
MIDNIGHT = time(0)
SMALL_WORDS = {"and", "of", "the"}


def first_open(moment: datetime, zone: ZoneInfo, preference: "Preference") -> datetime:
    """Return the first moment from ``moment`` on at which somebody in ``zone`` may be written to.

    It ends because every step goes forward, and some day of each week is open: seven quiet
    weekdays would be none left, and count as no wish at all.
    """
    while (later := _put_off(moment, zone, preference)) is not None:
        moment = later
    return moment


def is_open(moment: datetime, zone: ZoneInfo, preference: "Preference") -> bool:
    """Whether somebody in ``zone`` may be written to at ``moment``."""
    return _put_off(moment, zone, preference) is None


def is_closed_day(day: date, preference: "Preference") -> bool:
    """Whether nothing at all is sent on ``day``."""
    if preference.paused_until is not None and day < preference.paused_until:
        return True
    weekdays = preference.quiet_weekdays
    on_weekday = day.weekday() in weekdays and len(weekdays) < WEEK
    return on_weekday or is_holiday(day, preference.holidays)


def is_quiet_hour(at: time, preference: "Preference") -> bool:
    """Whether the wall clock shows an hour in which nothing is sent; over midnight as well."""
    begins, ends = preference.quiet_from, preference.quiet_until
    if begins is None or ends is None or begins == ends:
        return False
    if begins < ends:
        return begins <= at < ends
    return at >= begins or at < ends


def is_holiday(day: date, country: str) -> bool:
    """Whether ``day`` is a public holiday all over ``country`` (ISO 3166-1, or empty)."""
    return bool(country) and country in countries() and day in _calendar(country)


@cache
def countries() -> Mapping[str, str]:
    """Return the names of the countries whose public holidays are known, by their code."""
    known = calendars.list_supported_countries(include_aliases=False)
    named = {
        code: _in_words(name)
        for name, (_, *codes) in calendars.registry.COUNTRIES.items()
        for code in codes
        if code in known
    }
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def _put_off(moment: datetime, zone: ZoneInfo, preference: "Preference") -> datetime | None:
    """Return the moment to look at next, always a later one, or None where ``moment`` is open."""
    local = moment.astimezone(zone)
    if is_closed_day(local.date(), preference):
        return _after(moment, local.date() + DAY, MIDNIGHT, zone)
    if not is_quiet_hour(local.time(), preference):
        return None
    ends = preference.quiet_until or MIDNIGHT
    day = local.date() if local.time() < ends else local.date() + DAY
    return _after(moment, day, ends, zone)


def _after(moment: datetime, day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when clocks show ``at`` on ``day``; the second time, if the first is over."""
    first = clock.instant(day, at, zone)
    if first > moment:
        return first
    second = datetime.combine(day, at.replace(fold=1), tzinfo=zone).astimezone(first.tzinfo)
    return second if second > moment else clock.instant(day + DAY, at, zone)


@cache
def _calendar(country: str) -> Any:
    return calendars.country_holidays(country)


def _in_words(name: str) -> str:
    """Return the name of a country as it is written: "saint_kitts_and_nevis" in four words."""
    words = name.split("_")
    return " ".join(word if word in SMALL_WORDS else word.capitalize() for word in words)
