"""The weeks of a programme in numbers: what stands, what was knocked down, what was won."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Min
from django.db.models.functions import TruncWeek
from django.utils.timezone import localdate

from changeprog.programme.models import Programme
from teams.barrier_picture import Row, draw
from teams.models import Barrier, Victory
from teams.quiet import WEEK, monday

MOST = 26
"""Weeks that are shown at most: half a year."""

STANDING = """
    SELECT week.number,
           count(barrier.id),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY
               extract(epoch FROM week.ends - barrier.logged_at)) / 86400
      FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS week (ends, number)
      JOIN teams_barrier barrier
        ON barrier.programme_id = %s
       AND barrier.removed_at IS NULL
       AND barrier.logged_at < week.ends
       AND (barrier.knocked_down_at IS NULL OR barrier.knocked_down_at >= week.ends)
     GROUP BY week.number
"""
"""How many stood when each week ended, and the median of their ages in days."""


@dataclass(frozen=True)
class Week:
    """A week from Monday on; the last one goes on until today.

    ``median_age`` is in days and of what stood when it ended; ``None`` where nothing did.
    """

    first: date
    standing: int
    knocked_down: int
    median_age: float | None
    won: int

    @property
    def last(self) -> date:
        return self.first + WEEK - timedelta(days=1)


def weeks_of(programme: Programme, today: date, now: datetime) -> list[Week]:
    """Return the weeks since the first barrier or victory, at most ``MOST``, the oldest first."""
    zone = ZoneInfo(programme.time_zone)
    mondays = _mondays(programme, zone, today)
    if not mondays:
        return []
    ends = [min(_begins(day + WEEK, zone), now) for day in mondays]
    standing = _standing(programme, ends)
    since = _begins(mondays[0], zone)
    down = _by_week(Barrier.objects.filter(programme=programme), "knocked_down_at", since, zone)
    won = _by_week(Victory.objects.filter(programme=programme), "logged_at", since, zone)
    return [
        Week(day, won=won[day], knocked_down=down[day], **_stood(standing.get(place)))
        for place, day in enumerate(mondays, start=1)
    ]


def pictures_of(programme: Programme) -> dict[str, Any]:
    """Return the weeks and the three pictures of them, for the page."""
    zone = ZoneInfo(programme.time_zone)
    weeks = weeks_of(programme, localdate(timezone=zone), datetime.now(UTC))
    return {
        "weeks": weeks,
        "newest": weeks[-1] if weeks else None,
        "movement": draw([Row(w.first, w.knocked_down, w.standing) for w in weeks]),
        "ages": draw([Row(w.first, None, w.median_age) for w in weeks]),
        "balance": draw([Row(w.first, w.won, w.standing) for w in weeks]),
    }


def _stood(found: tuple[int, float] | None) -> dict[str, Any]:
    count, age = found or (0, None)
    return {"standing": count, "median_age": age}


def _mondays(programme: Programme, zone: ZoneInfo, today: date) -> list[date]:
    own: list[Any] = [
        Barrier.objects.filter(programme=programme),
        Victory.objects.filter(programme=programme),
    ]
    firsts = [rows.aggregate(first=Min("logged_at"))["first"] for rows in own]
    known = [localdate(first, zone) for first in firsts if first]
    if not known:
        return []
    this, first = monday(today), monday(min(known))
    count = min((this - first) // WEEK + 1, MOST)
    return [this - WEEK * back for back in reversed(range(count))]


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _standing(programme: Programme, ends: list[datetime]) -> dict[int, tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [ends, programme.pk])
        return {number: (count, age) for number, count, age in cursor.fetchall()}


def _by_week(rows: Any, field: str, since: datetime, zone: ZoneInfo) -> Counter[date]:
    """Return how many ``rows`` fall into the week of each Monday, by the moment in ``field``."""
    recent = rows.filter(**{f"{field}__gte": since}).order_by()
    weekly = recent.annotate(week=TruncWeek(field, tzinfo=zone)).values_list("week")
    return Counter({week.date(): count for week, count in weekly.annotate(Count("pk"))})
