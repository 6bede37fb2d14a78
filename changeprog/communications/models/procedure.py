"""Communication procedures: who needs to know what, how often, by which channel."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.timezone import now

from changeprog.communications import audience, schedule
from changeprog.communications.models.composed import SETTLING, WORD_LENGTH, Composed
from changeprog.communications.models.edition import Edition
from changeprog.communications.models.scheduled import Weekday
from changeprog.programme.models import Event, Person, Programme, Visibility

__all__ = ["SETTLING", "WORD_LENGTH", "Procedure", "Weekday"]


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def digests(self) -> Self:
        """What every programme has."""
        return self.filter(automatic=True)

    def run_by_app(self) -> Self:
        """Composed and sent by the app: the digest, and what was agreed with topics."""
        return self.filter(Q(automatic=True) | ~Q(topics=""))

    def kept_by_hand(self) -> Self:
        """Agreed in words only, so that its owner keeps it."""
        return self.filter(automatic=False, topics="")

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

    def going_on(self) -> Self:
        """Switched on, in a programme that goes on."""
        return self.filter(Programme.going_on("programme__"), active=True)

    def running(self) -> Self:
        """Composed and sent by the app, and switched on, in a programme that goes on."""
        return self.run_by_app().going_on()

    def with_state(self) -> Self:
        """With what decides whether an edition is owed: see the annotations of ``Procedure``."""
        readers = Q(programme__people__in=Person.objects.filter(audience.TAKES_PART))
        editions = Edition.objects.filter(procedure=OuterRef("pk"))
        events = Event.objects.filter(programme=OuterRef("programme")).order_by("-at")
        return self.annotate(
            zones=ArrayAgg("programme__people__time_zone", filter=readers, distinct=True),
            latest=Subquery(Edition.objects.newest_of(OuterRef("pk"))[:1]),
            waits=Exists(editions.waiting()),
            heard_until=Subquery(editions.order_by("-until").values("until")[:1]),
            newest_event=Subquery(events.values("at")[:1]),
        )

    def due(self, at: datetime) -> list["Procedure"]:
        """Return the procedures that owe an edition at the moment ``at``."""
        known = self.running().with_state().select_related("programme")
        return [procedure for procedure in known if procedure.owed_day(at)]


class Procedure(Composed):
    """Who hears what, at one wall-clock hour, each reader's own: the weekly digest, to begin with.

    ``looked_until`` is how far one that tells at once has looked and found nothing, ``reminded_on``
    the last day on which the owner of one that is kept by hand was reminded of it.
    """

    name = models.CharField(max_length=60, default="Weekly digest")
    looked_until = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True, editable=False)

    objects = ProcedureQuerySet.as_manager()

    zones: list[str] | None
    """In which anybody of the programme reads; like the others below only after ``with_state``."""
    latest: date | None
    """The day of its newest edition."""
    waits: bool
    """Whether one waits for approval: until that is decided, no other is composed."""
    heard_until: datetime | None
    """Until when its editions have looked, skipped ones included."""
    newest_event: datetime | None

    if TYPE_CHECKING:
        pk: int

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

    @property
    def is_run_by_app(self) -> bool:
        """Whether the app composes and sends it; the others are kept by hand."""
        return self.automatic or bool(self.topics)

    def owed_day(self, at: datetime) -> date | None:
        """Return the day of the edition to be composed at the moment ``at``; see ``with_state``.

        Whose zone counts is asked only when the hour has struck for anybody in the programme.
        """
        if self.waits:
            return None
        if self.is_at_once:
            return self._today(at) if self._has_news(at) else None
        anywhere = {*(self.zones or []), self.programme.time_zone}
        if not self.owed(at, anywhere, self.latest):
            return None
        return self.owed(at, self.clocks(), self.latest)

    def _today(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.programme.time_zone)).date()

    def _has_news(self, at: datetime) -> bool:
        """Whether something has happened that no edition has looked at, and it is quiet again."""
        known = (self.starts_at, self.looked_until, self.heard_until)
        heard = max(moment for moment in known if moment)
        last = self.newest_event
        if last is None or last < heard or self.has_ended(self._today(at)):
            return False
        if schedule.is_quiet(last, at):
            return True
        news = Event.objects.filter(programme=self.programme_id, at__gte=heard, at__lte=at)
        first = news.order_by("at").values_list("at", flat=True).first()
        return first is not None and schedule.is_long(first, at)

    @transaction.atomic
    def compose(self) -> Edition | None:
        """Compose the edition that is owed now, once, and a delivery for each reader.

        The row is locked and asked again, so two beats at once make one edition; the database's
        constraints say the same.
        """
        moment = now()
        list(Procedure.objects.select_for_update().filter(pk=self.pk).values_list("pk"))
        found = Procedure.objects.running().with_state().select_related("programme", "word_by")
        procedure = found.filter(pk=self.pk).first()
        occurrence = procedure.owed_day(moment) if procedure else None
        if procedure is None or occurrence is None:
            return None
        edition = procedure.draft(occurrence, moment - SETTLING)
        if procedure.is_at_once and not edition.sections:
            Procedure.objects.filter(pk=self.pk).update(looked_until=edition.until)
            return None
        return procedure.issue(edition)

    @transaction.atomic
    def prepare(self, by: Person) -> Edition | None:
        """Compose the next edition before its time, for ``by`` to work on it.

        Return the one that waits already, if there is one, and ``None`` where there is no next.
        """
        list(Procedure.objects.select_for_update().filter(pk=self.pk).values_list("pk"))
        if waiting := self.waiting_edition():
            return waiting
        day = None if self.is_at_once else self.next_day(*self.clocks())
        if day is None:
            return None
        edition = self.draft(day, now() - SETTLING)
        edition.status = Edition.Status.WAITING
        return self.issue(edition, by)

    @transaction.atomic
    def agree(self, by: Person, **audience: list[models.Model]) -> bool:
        """Save a new agreement, ``audience`` being the relations to many; say whether it is new."""
        return self._agree(by, audience)

    @transaction.atomic
    def resume(self, by: Person) -> bool:
        """Undo ``end``; what would have struck meanwhile is not owed. Say whether this did it."""
        done = self._switch(by, "resumed", active=True)
        if done:
            Procedure.objects.filter(pk=self.pk).update(starts_at=now())
        return done

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
