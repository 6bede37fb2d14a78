"""When a procedure strikes, and for whom: its schedule, its readers and their clocks."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.timezone import now

from changeprog.communications import audience, moments, schedule
from changeprog.communications.models.terms import Cadence, Channel, Terms
from changeprog.communications.moments import Moment
from changeprog.communications.schedule import Days, Schedule
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAD = timedelta(days=1)
"""How long before its hour an edition is composed that somebody has to approve; and how long one
that goes out at once waits for it."""
TIMING = ("cadence", "weekday", "at", "days")
AROUND = {
    Cadence.BEFORE_MILESTONE: "milestone",
    Cadence.AFTER_MILESTONE: "milestone",
    Cadence.BEFORE_WORKSHOP: "workshop",
    Cadence.AFTER_WORKSHOP: "workshop",
}
"""Around which kind of moments a cadence strikes."""
BEFORE = {Cadence.BEFORE_MILESTONE, Cadence.BEFORE_WORKSHOP}


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Scheduled(Terms):
    """Terms with one wall-clock hour, each reader's own.

    ``starts_at`` is the moment before which nothing was ever due: the start of the programme, or
    the last change of the schedule, so that an hour chosen after it has struck waits for the next
    time.
    """

    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    at = models.TimeField("hour", default=time(7, 30))
    starts_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    @property
    def is_at_once(self) -> bool:
        """Whether it has no hour, and tells what happens when it happens."""
        return self.cadence == Cadence.AT_ONCE

    @property
    def lead(self) -> timedelta:
        """How long before its hour an edition is composed."""
        return LEAD if self.needs_approval else timedelta(0)

    def readers(self) -> models.QuerySet[Person]:
        """Everybody this procedure concerns, those who paused the digest included."""
        reached = audience.reached_by(self)
        return Person.objects.filter(audience.TAKES_PART, reached, programme=self.programme_id)

    def stopped_by(self) -> models.Q:
        """Match the readers who have stopped its mails."""
        return models.Q(digest_paused=True) | models.Q(unsubscriptions__procedure=self.pk)

    def clocks(self) -> list[str]:
        """Return the zones in which it strikes: its readers', or the programme's for a chat."""
        if self.channel == Channel.WEBHOOK:
            return [self.programme.time_zone]
        return list(self.readers().order_by().values_list("time_zone", flat=True).distinct())

    def schedule(self, *, ahead: bool = False) -> Schedule:
        """Return when it strikes; looking ``ahead``, also after what has not happened yet."""
        last = {"until": self.until} if self.until else {}
        return Schedule(self._days(ahead=ahead), self.at, **last)

    def _days(self, *, ahead: bool) -> Days:
        cadence = Cadence(self.cadence)
        if cadence in AROUND:
            return self._around(moments.of(AROUND[cadence], self.programme), ahead=ahead)
        usual: dict[Cadence, Days] = {
            Cadence.WEEKLY: schedule.weekly(self.weekday),
            Cadence.FORTNIGHTLY: schedule.fortnightly(self.weekday, self._first_day()),
            Cadence.MONTHLY: schedule.Monthly(self.weekday),
        }
        return usual.get(cadence, schedule.DAILY)

    def _around(self, known: Iterable[Moment], *, ahead: bool) -> Days:
        if self.cadence in BEFORE:
            return schedule.Listed.of(moments.before(known), -self.days)
        return schedule.Listed.of(
            (moment.day for moment in known if moment.over or ahead), self.days
        )

    def _first_day(self) -> date:
        """Return the day from which every second week is counted, by the programme's clock."""
        return self.starts_at.astimezone(ZoneInfo(self.programme.time_zone)).date()

    def owed(self, at: datetime, zones: Iterable[str], latest: date | None) -> date | None:
        """Return the day of the edition to be composed at the moment ``at``, if there is one."""
        return self.schedule().owed(at + self.lead, zones, self.starts_at, latest)

    def strikes_at(self, day: date, zones: Iterable[str]) -> datetime:
        """Return when the edition of ``day`` reaches the first of its readers."""
        return Schedule(schedule.DAILY, self.at).instant(day, zones)

    def next_day_after(
        self, latest: date | None, zones: Iterable[str], moment: datetime
    ) -> date | None:
        """Return the day of the edition after the ``latest``, struck or still to come."""
        ahead = self.schedule(ahead=True)
        if struck := ahead.owed(moment, zones, self.starts_at, latest):
            return struck
        from_then = max(moment, self.starts_at)
        days = [ahead.following(from_then, ZoneInfo(zone)) for zone in zones]
        later = [day for day in days if day and (latest is None or day > latest)]
        if later or latest is None:
            return min(later, default=None)
        return next(iter(ahead.upcoming(ahead.days.after(latest), 1)), None)

    def _save_fields(self, values: "Mapping[str, Any]") -> None:
        """Save, and let another schedule count from now on."""
        super()._save_fields(values)
        if values.keys() & set(TIMING):
            self.starts_at = now()
            self.save(update_fields=["starts_at"])
