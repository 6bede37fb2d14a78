"""When a mail should be on its way to somebody, by what they have asked for. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from changeprog.communications import clock
from changeprog.communications.quiet import first_open

if TYPE_CHECKING:
    from changeprog.communications.models import Preference

MORNING = time(7, 30)
"""By the person's own clock."""
DAY = timedelta(days=1)
MONDAY = 0
AT_ONCE = "at_once"
"""The cadence of what leaves when it happens."""


@dataclass(frozen=True)
class Strike:
    """When an edition leaves if nobody wishes otherwise: at ``at`` of its ``day``, or at once."""

    day: date
    at: time
    cadence: str
    composed_at: datetime
    not_before: datetime | None = None


def of_edition(strike: Strike, zone: ZoneInfo, preference: "Preference") -> datetime:
    """Return when an edition leaves: at the reader's hour of its day, or else at its own.

    What goes out at once knows no hour, only quiet. What falls into a pause is not sent at all,
    which is not told here.
    """
    if strike.cadence == AT_ONCE:
        moment = strike.composed_at
    else:
        moment = clock.instant(strike.day, preference.hour or strike.at, zone)
    return first_open(max(moment, strike.not_before or moment), zone, preference)


def of_notice(
    told_at: datetime, zone: ZoneInfo, preference: "Preference", weekday: int
) -> datetime:
    """Return when a notice that need not arrive at once leaves.

    As they come, that is now; daily, the next morning; weekly, the next morning of ``weekday``,
    that of the digest. What falls into a pause leaves when it is over.
    """
    hour = preference.hour or MORNING
    moment = told_at
    if preference.gather == preference.Gather.DAILY:
        moment = next_morning(told_at, hour, zone)
    elif preference.gather == preference.Gather.WEEKLY:
        moment = next_weekday(told_at, weekday, hour, zone)
    return first_open(moment, zone, preference)


def next_morning(moment: datetime, hour: time, zone: ZoneInfo) -> datetime:
    """Return the first ``hour`` of the wall clock that is not before ``moment``."""
    today = moment.astimezone(zone).date()
    this = clock.instant(today, hour, zone)
    return this if this >= moment else clock.instant(today + DAY, hour, zone)


def next_weekday(moment: datetime, weekday: int, hour: time, zone: ZoneInfo) -> datetime:
    """Return the first ``hour`` of a ``weekday`` (Monday is 0) that is not before ``moment``."""
    day = clock.latest_occurrence(moment, weekday, hour, zone)
    this = clock.instant(day, hour, zone)
    return this if this >= moment else clock.instant(day + clock.WEEK, hour, zone)
