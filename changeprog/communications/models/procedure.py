"""Communication procedures: who needs to know what, how often, by which channel."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from changeprog.communications import audience, clock, digest
from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.edition import Edition
from changeprog.communications.models.terms import Terms
from changeprog.programme.models import Event, Person, Programme, Visibility

WORD_LENGTH = 1200
SETTLING = timedelta(seconds=5)
"""An event is dated when it is written and seen when it commits; an edition waits that long."""


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def digests(self) -> Self:
        """Composed and sent by the app."""
        return self.filter(automatic=True)

    def run_by_app(self) -> Self:
        """Composed and sent by the app: the digest, and what was agreed with topics."""
        return self.filter(Q(automatic=True) | ~Q(topics=""))

    def holding(self, today: date) -> Self:
        """Switched on and not over on the day ``today``: what is sent, and what was agreed."""
        return self.filter(Q(until=None) | Q(until__gte=today), active=True)

    def agreed_between(self, since: datetime, until: datetime) -> Self:
        """Agreed in [``since``, ``until``), oldest first."""
        window = self.filter(agreed_at__gte=since, agreed_at__lt=until)
        return window.order_by("agreed_at", "pk")

    def with_audience(self) -> Self:
        """With everything that a row says of whom it reaches and who answers for it."""
        related = self.select_related("programme", "owner")
        return related.prefetch_related("to_teams", "to_functions", "to_people")

    def running(self) -> Self:
        """Digests switched on, in a programme that has not been stopped."""
        own = self.digests().filter(active=True)
        return own.exclude(programme__status=Programme.Status.STOPPED)

    def with_zones(self) -> Self:
        """With ``zones``, those of its readers, and ``latest``, the day of its newest edition."""
        readers = Q(programme__people__in=Person.objects.filter(audience.TAKES_PART))
        return self.annotate(
            zones=ArrayAgg("programme__people__time_zone", filter=readers, distinct=True),
            latest=models.Subquery(Edition.objects.newest_of(models.OuterRef("pk"))[:1]),
        )

    def due(self, at: datetime) -> list["Procedure"]:
        """Return the procedures that owe an edition at the moment ``at``."""
        return [
            procedure
            for procedure in self.running().with_zones().select_related("programme")
            if procedure.owed(at, procedure.zones or [], procedure.latest)
        ]


class Procedure(Terms):
    """Who hears what, at one wall-clock hour, each reader's own: the weekly digest, to begin with.

    ``starts_at`` is the moment before which nothing was ever due: the start of the programme, or
    the last change of the schedule, so that an hour chosen after it has struck waits for next week.
    ``tells_from`` is the moment before which its first edition tells nothing. ``looked_until`` is
    how far one that tells at once has looked and found nothing, and ``reminded_on`` the last day on
    which the owner of one that is kept by hand was reminded of it.
    ``word`` is what the champion puts on top of the next edition.
    """

    name = models.CharField(max_length=60, default="Weekly digest")
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    at = models.TimeField("hour", default=time(7, 30))
    starts_at = models.DateTimeField(default=now)
    tells_from = models.DateTimeField(default=now)
    looked_until = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    word = models.TextField(blank=True, max_length=WORD_LENGTH)
    word_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ProcedureQuerySet.as_manager()

    if TYPE_CHECKING:
        zones: list[str] | None
        latest: date | None

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="procedure_once_a_programme"
            ),
            models.UniqueConstraint(fields=["programme", "key"], name="procedure_agreed_once"),
            models.CheckConstraint(
                condition=Q(weekday__lte=Weekday.SUNDAY), name="procedure_weekday_of_seven"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def readers(self) -> models.QuerySet[Person]:
        """Everybody this procedure concerns, those who paused the digest included."""
        reached = audience.reached_by(self)
        return Person.objects.filter(audience.TAKES_PART, reached, programme=self.programme_id)

    def owed(self, at: datetime, zones: Iterable[str], latest: date | None) -> date | None:
        """Return the day of the edition to be composed at the moment ``at``, if there is one.

        That is the newest day whose hour has struck in one of the readers' ``zones``, not before
        the procedure began, when it is later than the ``latest`` edition's. Several missed weeks
        therefore make one edition.
        """
        struck = [
            (clock.latest_occurrence(at, self.weekday, self.at, zone), zone)
            for zone in map(ZoneInfo, zones)
        ]
        days = [d for d, zone in struck if clock.instant(d, self.at, zone) >= self.starts_at]
        newest = max(days, default=None)
        return newest if newest and (latest is None or newest > latest) else None

    @transaction.atomic
    def compose(self) -> Edition | None:
        """Compose the edition that is owed now, once, and a delivery for each reader.

        The row is locked and asked again, so two beats at once make one edition; the database's
        constraints say the same.
        """
        procedure = Procedure.objects.select_for_update().get(pk=self.pk)
        moment = now()
        zones = procedure.readers().order_by().values_list("time_zone", flat=True).distinct()
        occurrence = procedure.owed(moment, zones, procedure.latest_day())
        if occurrence is None:
            return None
        edition = procedure.draft(occurrence, moment - SETTLING)
        edition.save()
        count = len(Delivery.objects.bulk_create(edition.deliveries_for(procedure.readers())))
        Procedure.objects.filter(pk=self.pk).update(word="", word_by=None)
        Event.record(
            procedure.programme,
            "edition.composed",
            by=None,
            subject=edition,
            visibility=Visibility.CHAMPIONS,
            title=str(edition),
            people=count,
        )
        return edition

    def draft(self, occurrence: date, until: datetime) -> Edition:
        """Return the edition of ``occurrence``, unsaved, telling what happened before ``until``."""
        since = self.last_until()
        until = max(since, until)
        passages = digest.compose(self.programme, since, until)
        return Edition(
            procedure=self,
            occurrence=occurrence,
            since=since,
            until=until,
            word=self.word,
            word_by=self.word_by,
            sections=[passage.as_json() for passage in passages],
        )

    def next_edition(self, zone: ZoneInfo) -> Edition:
        """Return the next edition, unsaved, as it would be if it were composed now."""
        return self.draft(self.next_day(zone), now())

    def latest_day(self) -> date | None:
        """Return the day of the newest edition."""
        return Edition.objects.newest_of(self.pk).first()

    def last_until(self) -> datetime:
        """Return where the last edition left off; for the first, when the programme began."""
        ends = Edition.objects.filter(procedure=self).aggregate(last=models.Max("until"))
        return ends["last"] or self.programme.created_at

    def next_day(self, zone: ZoneInfo) -> date:
        """Return the day on which the edition to be composed next reaches a reader in ``zone``."""
        day = clock.next_occurrence(max(now(), self.starts_at), self.weekday, self.at, zone)
        latest = self.latest_day()
        return day + clock.WEEK if latest and latest >= day else day

    @transaction.atomic
    def agree(self, by: Person, **audience: list[models.Model]) -> bool:
        """Save a new agreement, ``audience`` being the relations to many; say whether it is new."""
        return self._agree(by, audience)

    @transaction.atomic
    def reschedule(self, by: Person, *, weekday: int, at: time, active: bool) -> None:
        """Move the digest to another weekday or hour, or switch it on or off."""
        new = {"weekday": weekday, "at": at, "active": active}
        same = Q(**new)
        changed = Procedure.objects.filter(pk=self.pk).exclude(same)
        if changed.update(**new, starts_at=now()):
            self.refresh_from_db()
            self._record(by, weekday=weekday, at=at, active=active)

    @transaction.atomic
    def say(self, by: Person, word: str) -> None:
        """Put ``word`` on top of the next edition, in place of what stood there."""
        author = by if word else None
        if (
            Procedure.objects.filter(pk=self.pk)
            .exclude(word=word)
            .update(word=word, word_by=author)
        ):
            self.refresh_from_db()
            self._record(by, word=word)

    def _record(self, by: Person, **facts: Any) -> None:
        Event.record(
            self.programme,
            "procedure.changed",
            by=by,
            subject=self,
            visibility=Visibility.CHAMPIONS,
            title=self.name,
            **facts,
        )
