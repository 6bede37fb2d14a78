"""Deliveries: one edition to one person, and what became of it. Together they are the ledger."""

from collections.abc import Collection
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from secrets import token_hex
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.timezone import now

from changeprog.communications import audience, clock
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.edition import Edition

CLAIM_HOLDS = timedelta(minutes=10)
PATIENCE = timedelta(days=1)
LONGEST_WAIT = timedelta(hours=1)
INTERRUPTED_TWICE = "Interrupted twice while sending, so it may or may not have arrived"


class State(models.TextChoices):
    DUE = "due", "Due"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    SUPPRESSED = "suppressed", "Not sent"

    @property
    def tone(self) -> str:
        """The class of the badge that shows the state."""
        tones = {"sending": "is-accent", "sent": "is-good", "failed": "is-bad"}
        return tones.get(self.value, "quiet")


def new_message_id() -> str:
    """Return a Message-ID of the domain that mail is sent from, short enough for one line."""
    domain = settings.MAIL_FROM.rpartition("@")[2].rstrip("> ")
    return f"<digest-{token_hex(12)}@{domain}>"


def ready(at: datetime) -> Q:
    """Match what may be claimed at the moment ``at``: due, or abandoned once in mid-delivery."""
    return Q(state=State.DUE) & (Q(retry_at=None) | Q(retry_at__lte=at)) | (
        abandoned(at) & Q(resent_at=None)
    )


def abandoned(at: datetime) -> Q:
    """Match what a worker claimed and neither finished nor gave back within ``CLAIM_HOLDS``."""
    return Q(state=State.SENDING, claimed_at__lt=at - CLAIM_HOLDS)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> list[int]:
        """Return the keys of what may be claimed at ``at``, the reader's own hour having struck."""
        waiting = self.filter(ready(at)).order_by("edition", "pk")
        fields = ("edition__occurrence", "edition__procedure__at", "person__time_zone")
        hours = waiting.order_by().values_list(*fields).distinct()
        struck = [
            Q(**dict(zip(fields, (day, hour, zone), strict=True)))
            for day, hour, zone in hours
            if clock.instant(day, hour, ZoneInfo(zone)) <= at
        ]
        if not struck:
            return []
        return list(waiting.filter(Q(*struck, _connector=Q.OR)).values_list("pk", flat=True))

    def drop_unwanted(self, at: datetime) -> None:
        """Suppress what nobody waits for any more, and give up what was abandoned twice."""
        for reason, refusing in audience.REFUSALS.items():
            people = Person.objects.filter(refusing)
            self.filter(ready(at), person__in=people).update(state=State.SUPPRESSED, reason=reason)
        twice = self.filter(abandoned(at)).exclude(resent_at=None)
        twice.update(state=State.FAILED, reason=INTERRUPTED_TWICE)

    def put_off(self, reason: str, wait: timedelta) -> None:
        """Try these again after ``wait``; what has been tried for a day is given up, in words."""
        moment = now()
        over = When(trying_since__lte=moment - PATIENCE, then=Value(State.FAILED))
        given_up = Concat(Value("Given up after a day. "), Value(reason))
        self.update(
            state=Case(over, default=Value(State.DUE)),
            reason=Case(When(over.condition, then=given_up), default=Value(reason)),
            trying_since=Coalesce("trying_since", Value(moment)),
            retry_at=moment + wait,
        )

    def sent(self) -> Self:
        """Keep to what the mail server has taken."""
        return self.filter(state=State.SENT)

    def as_ledger(self) -> Self:
        """With everything that a row of the ledger shows, but not the messages themselves."""
        return self.select_related("person__function", "edition__procedure").defer("source")


class Delivery(models.Model):
    """One edition to one person.

    A worker claims the row just before its own message leaves, and afterwards says what became of
    it. If it is killed in between, nobody knows whether the mail server took the message; after
    ``CLAIM_HOLDS`` it is sent again, once, under the same Message-ID, so that to the receiving side
    it is one message. Interrupted a second time, it has failed, and the ledger says so.
    """

    State = State

    edition = models.ForeignKey(
        "communications.Edition", on_delete=models.CASCADE, related_name="deliveries"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    reason = models.TextField(blank=True)
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trying_since = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    resent_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was sent again after being abandoned."
    )
    retry_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    source = models.BinaryField(
        default=bytes, help_text="The message exactly as it was handed to the mail server."
    )

    objects = DeliveryQuerySet.as_manager()

    if TYPE_CHECKING:
        edition: "Edition"  # type: ignore[no-redef]

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="delivery_once_an_edition"),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="delivery_sent_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "id"],
                condition=Q(state__in=[State.DUE, State.SENDING]),
                name="delivery_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} → {self.person}"

    def claim(self, source: bytes) -> bool:
        """Take this delivery for sending ``source`` now; whether it was ours to take.

        The condition names columns of this one table, so that of two workers waiting for the row
        the second sees what the first has made of it.
        """
        moment = now()
        wanting = Person.objects.filter(audience.WANTS_MAIL)
        again = When(state=State.SENDING, then=Value(moment))
        taken = Delivery.objects.filter(ready(moment), pk=self.pk, person__in=wanting).update(
            state=State.SENDING,
            attempts=F("attempts") + 1,
            trying_since=Coalesce("trying_since", Value(moment)),
            resent_at=Case(again, default="resent_at"),
            claimed_at=moment,
            source=source,
        )
        self.claimed_at, self.attempts = moment, self.attempts + 1
        return bool(taken)

    def sent(self) -> None:
        """Record that the mail server has taken the message."""
        self._held().update(state=State.SENT, sent_at=now(), reason="", retry_at=None)

    def refused(self, reason: str) -> None:
        """Record that the mail server will never take the message."""
        self._held().update(state=State.FAILED, reason=reason, retry_at=None)

    def put_off(self, reason: str) -> None:
        """Give the delivery back, to be tried after twice as long as the last time."""
        wait = timedelta(minutes=2 ** min(self.attempts, 6))
        self._held().put_off(reason, min(wait, LONGEST_WAIT))

    def suppress(self, reason: str) -> None:
        """Decide, before it is claimed, that this person is sent nothing."""
        mine = Delivery.objects.filter(ready(now()), pk=self.pk)
        mine.update(state=State.SUPPRESSED, reason=reason)

    def _held(self) -> DeliveryQuerySet:
        """Match this delivery for as long as it is in our own hands."""
        mine = {"pk": self.pk, "state": State.SENDING, "claimed_at": self.claimed_at}
        return Delivery.objects.filter(**mine)

    @property
    def due_at(self) -> datetime:
        """The moment at which the reader's clock shows the procedure's hour, as things stand."""
        return clock.instant(self.edition.occurrence, self.edition.procedure.at, self.person.zone)

    @property
    def in_doubt(self) -> bool:
        """Whether a worker was interrupted between claiming this and saying what became of it."""
        claimed = self.claimed_at
        return self.state == State.SENDING and bool(claimed and claimed < now() - CLAIM_HOLDS)

    @property
    def was_handed_over(self) -> bool:
        """Whether ``source`` has left, or may have; what is to be tried again has not."""
        return self.state in {State.SENT, State.SENDING, State.FAILED} and bool(self.source)

    @property
    def state_in_words(self) -> str:
        return "In doubt" if self.in_doubt else State(self.state).label

    @property
    def tone(self) -> str:
        """The class of the badge that shows the state."""
        return "is-warn" if self.in_doubt else State(self.state).tone

    @cached_property
    def message(self) -> EmailMessage:
        """The message as it was sent, parsed."""
        return message_from_bytes(bytes(self.source), policy=policy.default)

    def part(self, kind: str) -> str:
        """Return the ``kind`` ("plain" or "html") of the message's body, or an empty string."""
        part = self.message.get_body((kind,)) if self.was_handed_over else None
        return str(part.get_content()).replace("\r\n", "\n") if part else ""

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")

    @property
    def headers(self) -> Collection[tuple[str, str]]:
        """The message's headers in their order, decoded."""
        return [(name, str(value).strip()) for name, value in self.message.items()]
