"""Wall clocks: when a weekly hour strikes in a time zone. Nothing here asks what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, when the clocks of ``zone`` show ``at`` on ``day``.

    An hour that is skipped when clocks go forward strikes as much later as they were put forward
    (02:30 at 03:30); one that they show twice strikes once, the first time.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def latest_occurrence(now: datetime, weekday: int, at: time, zone: ZoneInfo) -> date:
    """Return the newest local ``weekday`` (Monday is 0) whose ``at`` has struck by ``now``."""
    today = now.astimezone(zone).date()
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    return day if instant(day, at, zone) <= now else day - WEEK


def next_occurrence(now: datetime, weekday: int, at: time, zone: ZoneInfo) -> date:
    """Return the first local ``weekday`` whose ``at`` has not struck by ``now``."""
    return latest_occurrence(now, weekday, at, zone) + WEEK
