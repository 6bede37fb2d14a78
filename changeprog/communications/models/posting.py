"""Postings: one message to one person, claimed just before it leaves, and what became of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from secrets import token_hex
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.timezone import now

from changeprog.communications import audience
from changeprog.communications.models import claiming
from changeprog.communications.models.address_trouble import REFUSED, AddressTrouble, unreachable
from changeprog.programme.models import Event, Person, Visibility

if TYPE_CHECKING:
    from changeprog.communications.post import Verdict

CLAIM_HOLDS = timedelta(minutes=10)
PATIENCE = timedelta(days=1)
SUBJECT = 200
LONGEST_WAIT = timedelta(hours=1)
INTERRUPTED_TWICE = "Interrupted twice while sending, so it may or may not have arrived"


class State(models.TextChoices):
    WAITING = "waiting", "Waiting for approval"
    DUE = "due", "Due"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    BOUNCED = "bounced", "Came back"
    SUPPRESSED = "suppressed", "Not sent"

    @property
    def tone(self) -> str:
        """The class of the badge that shows the state."""
        tones = {
            "waiting": "is-warn",
            "sending": "is-accent",
            "sent": "is-good",
            "failed": "is-bad",
            "bounced": "is-bad",
        }
        return tones.get(self.value, "quiet")


LOST = (State.FAILED, State.BOUNCED)
"""What can be tried again by hand."""


def message_id(kind: str) -> str:
    """Return a Message-ID of the domain that mail is sent from, short enough for one line."""
    domain = settings.MAIL_FROM.rpartition("@")[2].rstrip("> ")
    return f"<{kind}-{token_hex(12)}@{domain}>"


def ready(at: datetime) -> Q:
    """Match what may be claimed at the moment ``at``: due, or abandoned once in mid-delivery."""
    return Q(state=State.DUE) & (Q(retry_at=None) | Q(retry_at__lte=at)) | (
        abandoned(at) & Q(resent_at=None)
    )


def abandoned(at: datetime) -> Q:
    """Match what a worker claimed and neither finished nor gave back within ``CLAIM_HOLDS``."""
    return Q(state=State.SENDING, claimed_at__lt=at - CLAIM_HOLDS)


AnyPosting = TypeVar("AnyPosting", bound="Posting")


class PostingQuerySet(models.QuerySet[AnyPosting]):
    def ready(self, at: datetime) -> Self:
        """What may be claimed at the moment ``at``."""
        return self.filter(ready(at))

    def drop_unwanted(self, at: datetime) -> None:
        """Suppress what nobody waits for any more, and give up what was abandoned twice."""
        for reason, refusing in self.model.refusals().items():
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


class Posting(models.Model):
    """One message to one ``person``.

    A worker claims the row just before its own message leaves, and afterwards says what became of
    it. If it is killed in between, nobody knows whether the mail server took the message; after
    ``CLAIM_HOLDS`` it is sent again, once, under the same Message-ID, so that to the receiving side
    it is one message. Interrupted a second time, it has failed, and the ledger says so.
    """

    State = State
    REFUSALS: ClassVar[dict[str, Q]] = audience.ABSENCES
    """Reasons, in words for the ledger, why nothing is sent to a person whom these find."""

    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trying_since = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    resent_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was sent again after being abandoned."
    )
    retry_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=SUBJECT, blank=True)
    source = models.BinaryField(
        default=bytes, help_text="The message exactly as it was handed to the mail server."
    )

    if TYPE_CHECKING:
        objects: models.Manager[Any]
        person: Person
        message_id: str

    class Meta:
        abstract = True

    @classmethod
    def refusals(cls) -> dict[str, Q]:
        """Return the reasons of this kind of posting, and those of all kinds."""
        return {**cls.REFUSALS, REFUSED: unreachable()}

    def claim(self, source: bytes, *, subject: str = "", after: "Posting | None" = None) -> bool:
        """Take this for sending ``source`` now; whether it was ours to take.

        ``after`` is the message, of the same kind, that the mail server has just taken before this
        one: it is recorded as sent in the same commit.
        """
        at = now()
        claim = claiming.Claim(self, self.kept(source), subject[:SUBJECT], at, at - CLAIM_HOLDS)
        taken = claim.take(after)
        self.claimed_at, self.attempts = at, self.attempts + 1
        return taken

    def kept(self, source: bytes) -> bytes:
        """Return what is kept of ``source``: all of it, unless there is a secret in it."""
        return source

    def sent(self) -> None:
        """Record that the mail server has taken the message."""
        claiming.mark_sent(self, now())

    def not_taken(self, verdict: "Verdict") -> None:
        """Record that the mail server did not take the message, for now or for good."""
        if verdict.of_address:
            AddressTrouble.note(self.person.email, verdict.reason, now())
        if verdict.for_good:
            self.refused(verdict.reason)
        else:
            self.put_off(verdict.reason)

    def refused(self, reason: str) -> None:
        """Record that the mail server will never take the message."""
        self._held().update(state=State.FAILED, reason=reason, retry_at=None)

    def put_off(self, reason: str) -> None:
        """Give the message back, to be tried after twice as long as the last time."""
        wait = timedelta(minutes=2 ** min(self.attempts, 6))
        self._held().put_off(reason, min(wait, LONGEST_WAIT))

    def bounced(self, reason: str) -> bool:
        """Record that the message came back after it had been taken; say whether that is new."""
        left = self._rows().filter(state__in=[State.SENDING, State.SENT])
        return bool(left.update(state=State.BOUNCED, reason=reason, retry_at=None))

    @transaction.atomic
    def try_again(self, by: Person) -> bool:
        """Have what has failed or come back sent once more; say whether this call did it.

        It is the same message to the receiving side, under the same Message-ID, and its address is
        taken to be right again.
        """
        fresh = {"reason": "", "trying_since": None, "resent_at": None, "retry_at": None}
        lost = self._rows().filter(state__in=LOST)
        done = bool(lost.update(state=State.DUE, **fresh))
        if done:
            AddressTrouble.objects.of(self.person.email).delete()
            Event.record(
                self.person.programme,
                "posting.tried_again",
                by=by,
                subject=self.person,
                visibility=Visibility.CHAMPIONS,
                title=self.person.name,
            )
        return done

    def suppress(self, reason: str) -> None:
        """Decide, before it is claimed, that this person is sent nothing."""
        waiting = self._rows().filter(ready(now()))
        waiting.update(state=State.SUPPRESSED, reason=reason)

    def _rows(self) -> "PostingQuerySet[Any]":
        rows: PostingQuerySet[Any] = PostingQuerySet(type(self))
        return rows.filter(pk=self.pk)

    def _held(self) -> "PostingQuerySet[Any]":
        """Match this message for as long as it is in our own hands."""
        return self._rows().filter(state=State.SENDING, claimed_at=self.claimed_at)

    @property
    def in_doubt(self) -> bool:
        """Whether a worker was interrupted between claiming this and saying what became of it."""
        claimed = self.claimed_at
        return self.state == State.SENDING and bool(claimed and claimed < now() - CLAIM_HOLDS)

    @property
    def may_be_tried_again(self) -> bool:
        return self.state in LOST

    @property
    def was_handed_over(self) -> bool:
        """Whether ``source`` has left, or may have; what is to be tried again has not."""
        return self.state in {State.SENT, State.SENDING, *LOST} and bool(self.source)

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
