"""Notices: one thing that one person is told once, and the mail that takes several of them along.

A verb, or a question that beat asks, tells people things; nothing is mailed in their transaction.
What need not arrive at once waits for the person's next morning and goes with everything else of
that morning, so that several things due on one day are one mail.
"""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from changeprog.communications import clock
from changeprog.communications.models.posting import (
    Posting,
    PostingQuerySet,
    State,
    message_id,
    ready,
)
from changeprog.programme.models import Person

MORNING = time(7, 30)
"""By the person's own clock."""
DAY = timedelta(days=1)
TEXT, PATH = 300, 300


def new_message_id() -> str:
    """Return the Message-ID of a mail of notices."""
    return message_id("notice")


class NoticeMailQuerySet(PostingQuerySet["NoticeMail"]):
    def due(self, at: datetime) -> list[int]:
        """Return the keys of what may be claimed at ``at``."""
        return list(self.filter(ready(at)).order_by("pk").values_list("pk", flat=True))

    def with_names(self) -> Self:
        """With everything that writing the mail needs."""
        related = self.select_related("person__programme").prefetch_related("notices")
        return related.defer("source")


class NoticeMail(Posting):
    """The mail that takes notices to one person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_mails")
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

    objects = NoticeMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="notice_mail_sent_has_a_moment",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state__in=[State.DUE, State.SENDING]),
                name="notice_mail_open",
            )
        ]

    def __str__(self) -> str:
        return f"Notices → {self.person}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> Self:
        """To be mailed, and in no mail yet."""
        return self.filter(mail=None, mailed=True)

    def of(self, kind: str, occasion: str = "") -> Self:
        """Of one kind, and of all occasions that begin so."""
        return self.filter(kind=kind, occasion__startswith=occasion)

    def withdraw(self) -> None:
        """Tell nobody any more what has become untrue meanwhile; what has left has left."""
        self.waiting().delete()

    def due(self, at: datetime) -> list["Notice"]:
        """Return what should be on its way at the moment ``at``, person by person."""
        waiting = self.waiting().filter(told_at__lte=at).select_related("person")
        return [each for each in waiting.order_by("person", "pk") if each.due_at <= at]


class Notice(models.Model):
    """One thing to tell ``person``, once for each ``occasion`` of a ``kind``.

    ``text`` says it in a line, ``detail`` adds a sentence, ``path`` leads to the thing in the app.
    One that must arrive ``at_once`` does not wait for the morning; one that is not ``mailed``
    stands in the inbox alone. ``thing`` ("milestone/12") is what a person may mute. A ``private``
    one is read by nobody else, champions included.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=120)
    text = models.CharField(max_length=TEXT)
    detail = models.TextField(blank=True)
    path = models.CharField(max_length=PATH)
    at_once = models.BooleanField(default=False)
    told_at = models.DateTimeField(default=now)
    thing = models.CharField(max_length=60, blank=True)
    private = models.BooleanField(default=False)
    mailed = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        NoticeMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "occasion"], name="notice_once_an_occasion"
            )
        ]
        indexes = [
            models.Index(
                fields=["told_at"], condition=Q(mail=None, mailed=True), name="notice_waiting"
            ),
            models.Index(fields=["kind", "occasion"], name="notice_occasion"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def due_at(self) -> datetime:
        """When it should be on its way: at once, or in the first morning from then on."""
        if self.at_once:
            return self.told_at
        return next_morning(self.told_at, self.person)


def next_morning(moment: datetime, person: Person) -> datetime:
    """Return the first ``MORNING`` by the person's clock that is not before ``moment``."""
    today = moment.astimezone(person.zone).date()
    this = clock.instant(today, MORNING, person.zone)
    return this if this >= moment else clock.instant(today + DAY, MORNING, person.zone)


@transaction.atomic
def gather(at: datetime) -> None:
    """Put what is due at ``at`` into mails, one a person.

    Whoever has one thing due is told all that waits for the same morning. The rows are locked, so
    that two workers at once put each notice into one mail.
    """
    due = {notice.pk for notice in Notice.objects.due(at)}
    locked = Notice.objects.waiting().filter(pk__in=due).select_for_update(skip_locked=True)
    together: dict[int, list[int]] = {}
    for notice in locked:
        together.setdefault(notice.person_id, []).append(notice.pk)
    for person, notices in together.items():
        mail = NoticeMail.objects.create(person_id=person)
        Notice.objects.filter(pk__in=notices).update(mail=mail)
