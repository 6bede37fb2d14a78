"""Notices: one thing that one person is told once, and the mail that takes several of them along.

A verb, or a question that beat asks, tells people things; nothing is mailed in their transaction.
What need not arrive at once waits for the person's next morning and goes with everything else of
that morning, so that several things due on one day are one mail.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from changeprog.communications import arrival, audience
from changeprog.communications.counting import announce
from changeprog.communications.models.mute import Mute
from changeprog.communications.models.posting import (
    Posting,
    PostingQuerySet,
    State,
    message_id,
    ready,
)
from changeprog.communications.models.preference import Preference
from changeprog.communications.quiet import first_open
from changeprog.programme.models import Person, Visibility
from changeprog.programme.models.event import READABLE

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

    REFUSALS: ClassVar[dict[str, Q]] = audience.SINGLE_REFUSALS

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
    def heard(self) -> Self:
        """About nothing that its person has muted."""
        muted = Mute.objects.standing().filter(person=OuterRef("person"), thing=OuterRef("thing"))
        return self.exclude(Exists(muted))

    def readable(self) -> Self:
        """What its person may read in the role they have now."""
        by_role = [Q(person__role=role, visibility__in=seen) for role, seen in READABLE.items()]
        return self.filter(Q(*by_role, _connector=Q.OR))

    def in_inbox(self) -> Self:
        """What stands in the inboxes of those who are told: they may read it, and want to."""
        return self.readable().heard()

    def newest_first(self) -> Self:
        return self.order_by("-told_at", "-pk")

    def read(self) -> datetime:
        """Note that it was all seen just now; return the moment, by which it can be undone."""
        moment = now()
        people = set(self.unread().order_by().values_list("person", flat=True))
        self.unread().order_by().update(read_at=moment)
        announce(people)
        return moment

    def unread_since(self, moment: datetime) -> None:
        """Undo the ``read`` that was at that very ``moment``."""
        seen = self.filter(read_at=moment)
        people = set(seen.order_by().values_list("person", flat=True))
        seen.order_by().update(read_at=None)
        announce(people)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def waiting(self) -> Self:
        """To be mailed, and in no mail yet; what was read in the app or is muted need not be."""
        return self.filter(mail=None, mailed=True, read_at=None).heard()

    def of(self, kind: str, occasion: str = "") -> Self:
        """Of one kind, and of all occasions that begin so."""
        return self.filter(kind=kind, occasion__startswith=occasion)

    def withdraw(self) -> None:
        """Tell nobody any more what has become untrue meanwhile; what has left has left."""
        untrue = self.filter(mail=None)
        people = set(untrue.order_by().values_list("person", flat=True))
        untrue.delete()
        announce(people)

    def due(self, at: datetime) -> list["Notice"]:
        """Return what should be on its way at the moment ``at``, person by person."""
        waiting = self.waiting().filter(told_at__lte=at).select_related("person__preference")
        found = list(waiting.order_by("person", "pk"))
        weekdays = digest_weekdays(found)
        return [
            each for each in found if each.leaves_at(weekdays.get(each.person.programme_id)) <= at
        ]


class Notice(models.Model):
    """One thing to tell ``person``, once for each ``occasion`` of a ``kind``.

    ``text`` says it in a line, ``detail`` adds a sentence, ``path`` leads to the thing in the app.
    One that must arrive ``at_once`` does not wait for the morning; one that is not ``mailed``
    stands in the inbox alone. ``thing`` ("milestone/12") is what a person may mute. A ``private``
    one is read by nobody else, champions included. Who has lost the role that ``visibility`` asks
    for sees it no longer, nor is it counted.
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
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.EVERYONE)
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
            models.Index(fields=["person", "-told_at"], name="notice_inbox"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.text

    def leaves_at(self, weekday: int | None = None) -> datetime:
        """Return when it should be on its way, never while its person wants quiet.

        Without a wish that is at once, or in the first morning from then on; ``weekday`` is that of
        the programme's digest, for those who want one mail a week.
        """
        preference, zone = Preference.of(self.person), self.person.zone
        if self.at_once:
            return first_open(self.told_at, zone, preference)
        day = arrival.MONDAY if weekday is None else weekday
        return arrival.of_notice(self.told_at, zone, preference, day)

    def read(self) -> None:
        """Note that its person has seen it; a second time changes nothing."""
        self._mark(now())

    def unread(self) -> None:
        """Let it count as new again."""
        self._mark(None)

    def _mark(self, at: datetime | None) -> None:
        others = Notice.objects.filter(pk=self.pk).exclude(read_at__isnull=at is None)
        if others.update(read_at=at):
            announce([self.person_id])
        self.read_at = at


def digest_weekdays(notices: Iterable[Notice]) -> dict[int, int]:
    """Return on which weekday the digest of each programme comes, where somebody waits for it."""
    from changeprog.communications.models.procedure import Procedure  # noqa: PLC0415 -- above this

    weekly = {
        each.person.programme_id
        for each in notices
        if Preference.of(each.person).gather == Preference.Gather.WEEKLY
    }
    if not weekly:
        return {}
    digests = Procedure.objects.digests().filter(programme__in=weekly).order_by("-pk")
    return dict(digests.values_list("programme", "weekday"))


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
