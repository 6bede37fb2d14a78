"""Schedules: on which days something strikes, and what is owed by now. Pure; nothing asks the time.

A day is one of the wall calendar, the same for readers everywhere; it strikes for each of them at
one hour of their own clock. So an edition has one day, and nobody's zone is kept with it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from changeprog.communications import clock

DAY = timedelta(days=1)
WEEK = 7


class Days(Protocol):
    """Some days of the calendar."""

    def on_or_before(self, day: date) -> date | None:
        """Return the newest of them that is not after ``day``."""

    def after(self, day: date) -> date | None:
        """Return the first of them that is after ``day``."""


@dataclass(frozen=True)
class Every:
    """Every so many days, ``first`` being one of them: there are others before it."""

    step: int
    first: date

    def on_or_before(self, day: date) -> date:
        return day - timedelta(days=(day - self.first).days % self.step)

    def after(self, day: date) -> date:
        return self.on_or_before(day) + timedelta(days=self.step)


@dataclass(frozen=True)
class Monthly:
    """The first ``weekday`` (Monday is 0) of every month."""

    weekday: int

    def on_or_before(self, day: date) -> date:
        found = self._in_month_of(day)
        return found if found <= day else self._in_month_of(day.replace(day=1) - DAY)

    def after(self, day: date) -> date:
        found = self._in_month_of(day)
        return found if found > day else self._in_month_of(day.replace(day=28) + 4 * DAY)

    def _in_month_of(self, day: date) -> date:
        first = day.replace(day=1)
        return first + timedelta(days=(self.weekday - first.weekday()) % WEEK)


@dataclass(frozen=True)
class Listed:
    """Certain ``days``, in order."""

    days: tuple[date, ...]

    @classmethod
    def of(cls, days: Iterable[date], shift: int = 0) -> "Listed":
        """Return ``days``, each ``shift`` days later."""
        return cls(tuple(sorted({day + timedelta(days=shift) for day in days})))

    def on_or_before(self, day: date) -> date | None:
        place = bisect_right(self.days, day)
        return self.days[place - 1] if place else None

    def after(self, day: date) -> date | None:
        place = bisect_right(self.days, day)
        return self.days[place] if place < len(self.days) else None


def weekly(weekday: int) -> Every:
    """Return every ``weekday`` (Monday is 0)."""
    return Every(WEEK, date(2001, 1, 1) + timedelta(days=weekday))


def fortnightly(weekday: int, since: date) -> Every:
    """Return every second ``weekday``, beginning with the first that is not before ``since``."""
    return Every(2 * WEEK, since + timedelta(days=(weekday - since.weekday()) % WEEK))


DAILY = Every(1, date(2001, 1, 1))


@dataclass(frozen=True)
class Schedule:
    """What strikes on each of ``days`` at one hour of the wall clock; ``until`` is the last day."""

    days: Days
    at: time
    until: date = date(MAXYEAR, 12, 1)

    def struck(self, now: datetime, zone: ZoneInfo) -> date | None:
        """Return the newest day that has struck in ``zone`` by ``now``, if there was one.

        The search begins with tomorrow: where clocks go back at midnight, a day that has begun
        already is over once more.
        """
        latest = min(now.astimezone(zone).date() + DAY, self.until)
        day = self.days.on_or_before(latest)
        while day is not None and clock.instant(day, self.at, zone) > now:
            day = self.days.on_or_before(day - DAY)
        return day

    def following(self, now: datetime, zone: ZoneInfo) -> date | None:
        """Return the first day that has not struck in ``zone`` by ``now``, if there is one."""
        day = self.days.after(now.astimezone(zone).date() - 2 * DAY)
        while day is not None and clock.instant(day, self.at, zone) <= now:
            day = self.days.after(day)
        return day if day is not None and day <= self.until else None

    def instant(self, day: date, zones: Iterable[str]) -> datetime:
        """Return when ``day`` strikes first in any of ``zones``; raises ``ValueError`` for none."""
        return min(clock.instant(day, self.at, ZoneInfo(zone)) for zone in zones)

    def owed(
        self, now: datetime, zones: Iterable[str], since: datetime, latest: date | None
    ) -> date | None:
        """Return the day of the edition to be composed at the moment ``now``, if there is one.

        That is the newest day that has struck in one of the readers' ``zones``, not before
        ``since``, when it is later than the ``latest`` edition's. Several missed periods therefore
        make one edition.
        """
        days = (self._struck_since(now, ZoneInfo(zone), since) for zone in zones)
        newest = max((day for day in days if day), default=None)
        return newest if newest and (latest is None or newest > latest) else None

    def _struck_since(self, now: datetime, zone: ZoneInfo, since: datetime) -> date | None:
        day = self.struck(now, zone)
        return day if day and clock.instant(day, self.at, zone) >= since else None

    def upcoming(self, day: date | None, count: int) -> list[date]:
        """Return ``day`` and the days after it, at most ``count`` together."""
        found: list[date] = []
        while day is not None and day <= self.until and len(found) < count:
            found.append(day)
            day = self.days.after(day)
        return found


BURST = timedelta(minutes=1)
"""What happens at once is told when nothing more has happened for as long."""
LONGEST_BURST = timedelta(minutes=10)
"""Nor does it wait longer than this, however much goes on."""


def is_quiet(last: datetime, now: datetime) -> bool:
    """Whether a burst of events, whose ``last`` so far is given, is over by ``now``."""
    return now - last >= BURST


def is_long(first: datetime, now: datetime) -> bool:
    """Whether a burst of events that began with ``first`` is told although it goes on."""
    return now - first >= LONGEST_BURST
