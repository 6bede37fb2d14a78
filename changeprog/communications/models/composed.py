"""How an edition comes about: what it tells, from when until when, to whom."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.timezone import now

from changeprog.communications import digest
from changeprog.communications.digest import Passage
from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.edition import Edition
from changeprog.communications.models.mention import Mention
from changeprog.communications.models.scheduled import Scheduled
from changeprog.communications.models.terms import Channel
from changeprog.programme.models import Event, Person, Visibility

if TYPE_CHECKING:
    from changeprog.communications.models.procedure import Procedure

WORD_LENGTH = 1200
SETTLING = timedelta(seconds=5)
"""An event is dated when it is written and seen when it commits; an edition waits that long."""


class Composed(Scheduled):
    """A procedure as what editions come from.

    ``tells_from`` is the moment before which its first edition tells nothing. ``word`` is what the
    champion puts on top of the next edition.
    """

    tells_from = models.DateTimeField(default=now)
    word = models.TextField(blank=True, max_length=WORD_LENGTH)
    word_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def told(self, since: datetime, until: datetime) -> list[Passage]:
        """Return what it tells of [``since``, ``until``): of its topics only, if it has any."""
        programme, topics = self.programme, self.topic_list
        return digest.compose(programme, since, until, topics, at_once=self.is_at_once)

    def draft(self, occurrence: date, until: datetime) -> Edition:
        """Return the edition of ``occurrence``, unsaved, telling what happened before ``until``."""
        since = self.last_until()
        until = max(since, until)
        return Edition(
            procedure=cast("Procedure", self),
            occurrence=occurrence,
            since=since,
            until=until,
            word=self.word,
            word_by=self.word_by,
            status=Edition.Status.WAITING if self.needs_approval else Edition.Status.APPROVED,
            sections=[passage.marked().as_json() for passage in self.told(since, until)],
        )

    def issue(self, edition: Edition, by: Person | None = None) -> Edition:
        """Save a draft with a delivery for each reader; the word stands on this one only.

        Runs in a transaction.
        """
        if self.is_at_once:
            of_day = Edition.objects.filter(procedure=self.pk, occurrence=edition.occurrence)
            edition.number = of_day.count() + 1
        edition.save()
        Mention.note(edition)
        people = [] if self.channel == Channel.WEBHOOK else self.readers()
        count = len(Delivery.objects.bulk_create(edition.deliveries_for(people)))
        self._own_rows().exclude(word="").update(word="", word_by=None)
        Event.record(
            self.programme,
            "edition.composed",
            by=by,
            subject=edition,
            visibility=Visibility.CHAMPIONS,
            title=str(edition),
            people=count,
        )
        return edition

    def next_edition(self, zone: ZoneInfo) -> Edition:
        """Return the next edition, unsaved, as it would be if it were composed now."""
        moment = now()
        return self.draft(self.next_day(zone.key) or moment.astimezone(zone).date(), moment)

    def next_day(self, *zones: str) -> date | None:
        """Return the day of the edition to be composed next for readers in ``zones``.

        There is none for what tells at once, or when nothing lies ahead.
        """
        if self.is_at_once:
            return None
        return self.next_day_after(self.latest_day(), zones, now())

    def latest_day(self) -> date | None:
        """Return the day of the newest edition."""
        return Edition.objects.newest_of(self.pk).first()

    def last_until(self) -> datetime:
        """Return where the last edition left off that was not skipped, or where the first begins.

        What a skipped one would have told, the next one tells.
        """
        told = Edition.objects.filter(procedure=self.pk).exclude(status=Edition.Status.SKIPPED)
        ends = told.aggregate(last=models.Max("until"))
        return ends["last"] or self.tells_from

    def waiting_edition(self) -> Edition | None:
        """Return the one edition that waits for approval, if there is one."""
        return Edition.objects.waiting().filter(procedure=self.pk).first()

    def _own_rows(self) -> models.QuerySet[Any]:
        return type(self).everything().filter(pk=self.pk)
