"""What a webhook is sent: one edition, or a test, and how the other side answered."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from changeprog.communications.models.posting import (
    CLAIM_HOLDS,
    INTERRUPTED_TWICE,
    LONGEST_WAIT,
    PATIENCE,
    State,
    abandoned,
    ready,
)
from changeprog.communications.models.webhook import Webhook
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.edition import Edition

OFF = "The webhook is switched off, or was taken away"
KEPT = 40
"""Answers kept of one delivery: a day of attempts, an hour apart, and those before."""


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def ready(self, at: datetime) -> Self:
        """What may be claimed at the moment ``at``."""
        return self.filter(ready(at))

    def due(self, at: datetime) -> list[int]:
        """Return the keys of what may be claimed at ``at``, oldest first."""
        return list(self.ready(at).order_by("pk").values_list("pk", flat=True))

    def drop_unwanted(self, at: datetime) -> None:
        """Suppress what no webhook waits for any more, and give up what was abandoned twice."""
        off = self.ready(at).exclude(webhook__in=Webhook.objects.sending())
        off.update(state=State.SUPPRESSED, reason=OFF)
        twice = self.filter(abandoned(at)).exclude(resent_at=None)
        twice.update(state=State.FAILED, reason=INTERRUPTED_TWICE)

    def with_names(self) -> Self:
        """With everything that writing the message needs."""
        related = self.select_related("webhook__programme", "edition__procedure__programme", "by")
        return related.defer("body")


class WebhookDelivery(models.Model):
    """One edition to one webhook; or a test, which has no edition and is tried once.

    A worker claims the row just before the call and afterwards says how it was answered, as with a
    mail (``Posting``). ``key`` is told with every attempt, so that the other side can tell that
    several are one. ``answers`` are what came back, the newest last.
    """

    State = State

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.ForeignKey(
        "communications.Edition",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="webhook_deliveries",
    )
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trying_since = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    resent_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    body = models.TextField(blank=True)
    answers = models.JSONField(default=list, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    if TYPE_CHECKING:
        edition: "Edition | None"  # type: ignore[no-redef]

    class Meta:
        verbose_name_plural = "webhook deliveries"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "edition"], name="webhook_delivery_once_an_edition"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="webhook_delivery_sent_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state__in=[State.DUE, State.SENDING]),
                name="webhook_delivery_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition or 'Test'} → {self.webhook}"

    @classmethod
    def owe(cls, webhook: Webhook, edition: "Edition") -> bool:
        """Owe ``edition`` to the webhook, once; say whether this call did it."""
        _, is_new = cls.objects.get_or_create(webhook=webhook, edition=edition)
        return is_new

    @classmethod
    def test(cls, webhook: Webhook, by: Person, key: UUID) -> bool:
        """Owe the webhook a test, once for each ``key``; say whether this call did it."""
        _, is_new = cls.objects.get_or_create(key=key, defaults={"webhook": webhook, "by": by})
        return is_new

    @property
    def is_test(self) -> bool:
        return self.edition_id is None

    def claim(self, body: str) -> bool:
        """Take this for sending ``body`` now; whether it was ours to take."""
        moment = now()
        again = When(state=State.SENDING, then=Value(moment))
        mine = WebhookDelivery.objects.ready(moment).filter(
            pk=self.pk, webhook__in=Webhook.objects.sending()
        )
        taken = mine.update(
            state=State.SENDING,
            attempts=F("attempts") + 1,
            trying_since=Coalesce("trying_since", Value(moment)),
            resent_at=Case(again, default="resent_at"),
            claimed_at=moment,
            body=body,
        )
        self.claimed_at, self.attempts = moment, self.attempts + 1
        self.trying_since = self.trying_since or moment
        return bool(taken)

    def sent(self, answer: dict[str, Any]) -> None:
        """Record that the other side has taken it."""
        self._settle(State.SENT, answer, "", sent_at=now())

    def failed(self, answer: dict[str, Any], reason: str) -> None:
        """Record that it will never be taken, and why."""
        self._settle(State.FAILED, answer, reason)

    def put_off(self, answer: dict[str, Any], reason: str, wait: timedelta = timedelta()) -> None:
        """Try it again after ``wait`` or longer; after a day, or if it is a test, give it up."""
        moment = now()
        if self.is_test:
            self.failed(answer, reason)
        elif self.trying_since and self.trying_since <= moment - PATIENCE:
            self.failed(answer, f"Given up after a day. {reason}")
        else:
            pause = timedelta(minutes=2 ** min(self.attempts, 6))
            retry_at = moment + min(max(pause, wait), LONGEST_WAIT)
            self._settle(State.DUE, answer, reason, retry_at=retry_at)

    def suppress(self, reason: str) -> None:
        """Decide, before it is claimed, that nothing is sent."""
        waiting = WebhookDelivery.objects.ready(now()).filter(pk=self.pk)
        waiting.update(state=State.SUPPRESSED, reason=reason)

    def _settle(self, state: str, answer: dict[str, Any], reason: str, **values: Any) -> None:
        """Record one answer for as long as the delivery is in our own hands."""
        held = WebhookDelivery.objects.filter(
            pk=self.pk, state=State.SENDING, claimed_at=self.claimed_at
        )
        self.answers = [*self.answers, answer][-KEPT:]
        self.state, self.reason = state, reason
        fresh = {"state": state, "reason": reason, "answers": self.answers, "retry_at": None}
        held.update(**fresh | values)

    @property
    def in_doubt(self) -> bool:
        """Whether a worker was interrupted between claiming this and saying how it went."""
        claimed = self.claimed_at
        return self.state == State.SENDING and bool(claimed and claimed < now() - CLAIM_HOLDS)

    @property
    def state_in_words(self) -> str:
        if self.in_doubt:
            return "In doubt"
        is_late = self.state == State.DUE and self.attempts
        return "Tried again" if is_late else State(self.state).label

    @property
    def tone(self) -> str:
        """The class of the badge that shows the state."""
        is_late = self.in_doubt or (self.state == State.DUE and self.attempts)
        return "is-warn" if is_late else State(self.state).tone

    @property
    def last_answer(self) -> dict[str, Any]:
        """What came back last, or nothing."""
        answers: list[dict[str, Any]] = self.answers
        return answers[-1] if answers else {}
