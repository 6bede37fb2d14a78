"""When a barrier that nobody moves goes up: its owner is asked, then a chair, then a champion.

Two things start it: nobody owns the barrier for some hours, or its owner's next step is overdue by
some days of grace. Each level then has some days before the next one is asked, counted from the
moment when it was in fact asked: after an outage the levels follow one another as they always do,
late rather than all at once. A level without anybody is skipped, and nobody is asked twice.

Only working time counts: hours and days of waiting leave out Saturdays and Sundays by the
programme's clock, since a barrier logged on a Friday afternoon is not neglected on Saturday. A
programme whose week is another one says that weekends count too. Holidays are not known here.

Nothing in this module asks what time it is, nor any database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WORKING_WEEK = 5 * DAY
WEEK = 7 * DAY


class Level(IntEnum):
    """Who is asked, from the bottom up."""

    OWNER = 1
    CHAIR = 2
    CHAMPION = 3

    @property
    def words(self) -> str:
        return f"the {self.name.lower()}"


@dataclass(frozen=True)
class Terms:
    """What a programme has set, or what holds where it has set nothing."""

    unowned_hours: int = 24
    """Hours that a barrier may be without an owner, or with a new one, before anybody is asked."""
    grace_days: int = 1
    """Days that a next step may be late."""
    level_days: int = 2
    """Days that each level has before the next one is asked."""
    weekends: bool = False
    """Whether Saturdays and Sundays count."""


@dataclass(frozen=True)
class Standing:
    """How a barrier stands: since when it is in the present hands or none, and what is promised."""

    since: datetime
    owned: bool
    due: date | None = None
    """When the next step is to be done."""


@dataclass(frozen=True)
class Asked:
    """The highest level that has been asked, and when."""

    level: Level
    at: datetime


@dataclass(frozen=True)
class Rung:
    """A level with those who are asked on it, each known by a number."""

    level: Level
    people: tuple[int, ...]


@dataclass(frozen=True)
class Due:
    """Who is asked next, and when."""

    rung: Rung
    at: datetime
    final: bool
    """Whether there is nobody left to ask after that."""


def rungs(owner: int | None, chairs: Sequence[int], champions: Sequence[int]) -> list[Rung]:
    """Return the levels on which there is somebody who is not asked on a lower one already."""
    levels = {
        Level.OWNER: [] if owner is None else [owner],
        Level.CHAIR: chairs,
        Level.CHAMPION: champions,
    }
    known: set[int] = set()
    ladder = []
    for level, people in levels.items():
        fresh = tuple(dict.fromkeys(person for person in people if person not in known))
        known.update(fresh)
        if fresh:
            ladder.append(Rung(level, fresh))
    return ladder


def following(
    standing: Standing,
    asked: Asked | None,
    ladder: Sequence[Rung],
    terms: Terms,
    zone: ZoneInfo,
) -> Due | None:
    """Return who is asked next and when, be it past or to come; ``None`` when nobody is.

    ``asked`` is the last level asked about this very waiting; ``ladder`` comes from ``rungs``.
    """
    above = [rung for rung in ladder if asked is None or rung.level > asked.level]
    starts = begins(standing, terms, zone)
    if not above or starts is None:
        return None
    if asked is None:
        at = starts
    elif asked.level in {rung.level for rung in ladder}:
        at = later(asked.at, terms.level_days * DAY, zone, weekends=terms.weekends)
    else:
        at = asked.at  # whoever was asked is gone, and holds nothing up
    return Due(above[0], at, final=len(above) == 1)


def begins(standing: Standing, terms: Terms, zone: ZoneInfo) -> datetime | None:
    """Return when somebody has to be asked first; ``None`` for an owned barrier without a date.

    A new owner gets the hours of an unowned barrier, even where the next step is late already.
    """
    quiet = timedelta(hours=terms.unowned_hours)
    patience = later(standing.since, quiet, zone, weekends=terms.weekends)
    if not standing.owned:
        return patience
    if standing.due is None:
        return None
    passed = datetime.combine(standing.due + DAY, time.min, zone).astimezone(UTC)
    return max(patience, later(passed, terms.grace_days * DAY, zone, weekends=terms.weekends))


def later(moment: datetime, wait: timedelta, zone: ZoneInfo, *, weekends: bool) -> datetime:
    """Return the moment, in UTC, when ``wait`` has gone by on the clocks of ``zone``.

    Without ``weekends`` the clock stands still from Saturday 0:00 to Monday 0:00.
    """
    local = moment.astimezone(zone).replace(tzinfo=None)
    if weekends:
        return (local + wait).replace(tzinfo=zone).astimezone(UTC)
    monday = datetime.combine(local.date() - local.weekday() * DAY, time.min)
    gone = min(local - monday, WORKING_WEEK)
    weeks, rest = divmod(gone + wait, WORKING_WEEK)
    return (monday + weeks * WEEK + rest).replace(tzinfo=zone).astimezone(UTC)


def is_stale(age: timedelta, days: int, *, at_the_end: bool) -> bool:
    """Whether a standing barrier belongs before the next workshop.

    It does once it is ``days`` days old, or when everybody has been asked about it in vain.
    """
    return at_the_end or age >= days * DAY
