"""The wall: what was won, month by month, and the weeks in which nothing of it could be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils.timezone import localdate

from changeprog.programme.models import Programme
from teams.models import Victory
from teams.models.victory import VictoryQuerySet
from teams.quiet import QuietRun, quiet_runs
from teams.victory_filter import VictoryFilter

A_PAGE = 24
"""Victories on a page of the wall."""
Rows = VictoryQuerySet


@dataclass(frozen=True)
class Month:
    """A month in which something was won, on the programme's clock."""

    first: date
    count: int

    @property
    def after(self) -> date:
        """The first day of the month after it."""
        return date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1)

    @property
    def value(self) -> str:
        """How addresses say it."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Wall:
    """One page of the wall. ``months`` are all there are, newest first; without any, no page."""

    months: Sequence[Month]
    place: int
    page: Page[Any] | None
    quiet: Sequence[QuietRun]
    """The runs that ended in this month, and the one that lasts if it is the newest."""
    silence: QuietRun | None
    """The run that lasts until today."""

    @property
    def month(self) -> Month | None:
        return self.months[self.place] if self.months else None

    @property
    def newer(self) -> Month | None:
        return self.months[self.place - 1] if self.place else None

    @property
    def older(self) -> Month | None:
        return self.months[self.place + 1] if self.place + 1 < len(self.months) else None


def wall_of(wanted: VictoryFilter, number: str | None) -> Wall:
    """Return page ``number`` of the month asked for, or of the newest one there is.

    A month without a victory leads to the next earlier one that has some.
    """
    zone = ZoneInfo(wanted.programme.time_zone)
    rows = wanted.rows()
    months = months_of(rows, zone)
    place = _place(months, wanted.month_asked())
    runs = [] if wanted.narrows else runs_of(wanted.programme)
    month = months[place] if months else None
    return Wall(
        months=months,
        place=place,
        page=_page(rows, month, zone, number) if month else None,
        quiet=[run for run in runs if month and month.first <= run.last < month.after],
        silence=next((run for run in runs if run.lasts), None),
    )


def months_of(rows: Rows, zone: ZoneInfo) -> list[Month]:
    """Return the months of ``rows``, newest first, and how many each has."""
    by_month = rows.order_by().annotate(month=TruncMonth("logged_at", tzinfo=zone))
    counted = by_month.values("month").annotate(count=Count("pk")).order_by("-month")
    return [Month(each["month"].date(), each["count"]) for each in counted]


def runs_of(programme: Programme) -> list[QuietRun]:
    """Return the runs of weeks without a visible victory since the first one was logged."""
    zone = ZoneInfo(programme.time_zone)
    own: Rows = Victory.objects.filter(programme=programme)
    first = own.aggregate(first=Min("logged_at"))["first"]
    if first is None:
        return []
    weeks = own.visible().order_by().annotate(week=TruncWeek("logged_at", tzinfo=zone))
    seen = [week.date() for week in weeks.values_list("week", flat=True).distinct()]
    return quiet_runs(seen, localdate(first, zone), localdate(timezone=zone))


def _place(months: Sequence[Month], asked: date | None) -> int:
    places = [place for place, month in enumerate(months) if asked and month.first <= asked]
    return places[0] if places else max(len(months) - 1, 0) if asked else 0


def _page(rows: Rows, month: Month, zone: ZoneInfo, number: str | None) -> Page[Any]:
    begins, ends = (
        datetime.combine(day, time(), tzinfo=zone) for day in (month.first, month.after)
    )
    own = rows.filter(logged_at__gte=begins, logged_at__lt=ends)
    return Paginator(own.with_names(), A_PAGE).get_page(number)
