"""Deliveries: one edition to one person, and what became of it. Together they are the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from changeprog.communications import arrival, audience
from changeprog.communications.arrival import Strike
from changeprog.communications.models.posting import (
    Posting,
    PostingQuerySet,
    State,
    message_id,
    ready,
)
from changeprog.communications.models.preference import Preference
from changeprog.communications.models.terms import Channel
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.edition import Edition


KEPT_BACK = "Stopped on its way"
"""The reason in the ledger why a reader did not get an edition that somebody stopped."""
HOURS = (
    "edition__occurrence",
    "edition__procedure__at",
    "edition__procedure__cadence",
    "edition__composed_at",
    "edition__not_before",
    "person__time_zone",
)
WISHES = tuple(f"person__preference__{name}" for name in Preference.TIMING)


def leaves_at(when: Sequence[Any], wishes: Sequence[Any]) -> datetime:
    """Return when a delivery leaves; ``when`` is told by ``HOURS``, what is wished by ``WISHES``.

    Somebody who has asked for nothing has none in place of each wish.
    """
    *edition, zone = when
    asked = {name: wish for name, wish in zip(Preference.TIMING, wishes, strict=True) if wish}
    return arrival.of_edition(Strike(*edition), ZoneInfo(zone), Preference(**asked))


def new_message_id() -> str:
    """Return the Message-ID of a digest."""
    return message_id("digest")


class DeliveryQuerySet(PostingQuerySet["Delivery"]):
    def due(self, at: datetime) -> list[int]:
        """Return the keys of what may be claimed at ``at``, the reader's own hour having struck.

        One query for any number of readers; an hour is computed once for all who share it.
        """
        waiting = self.filter(ready(at)).order_by("edition", "pk")
        struck: dict[tuple[Any, ...], bool] = {}
        found = []
        for pk, *facts in waiting.values_list("pk", *HOURS, *WISHES):
            key = tuple(facts)
            if key not in struck:
                struck[key] = leaves_at(key[: len(HOURS)], key[len(HOURS) :]) <= at
            if struck[key]:
                found.append(pk)
        return found

    def drop_unwanted(self, at: datetime) -> None:
        """Suppress what nobody waits for, who was away that day or has stopped the procedure."""
        super().drop_unwanted(at)
        waiting = self.filter(ready(at), edition__procedure__channel=Channel.MAIL)
        away = waiting.filter(person__preference__paused_until__gt=F("edition__occurrence"))
        away.update(state=State.SUPPRESSED, reason=audience.AWAY)
        stopped = waiting.filter(person__unsubscriptions__procedure=F("edition__procedure"))
        stopped.update(state=State.SUPPRESSED, reason=audience.STOPPED_THIS)
        kept_back = self.filter(ready(at), edition__stopped_at__isnull=False)
        kept_back.update(state=State.SUPPRESSED, reason=KEPT_BACK)

    def as_ledger(self) -> Self:
        """With everything that a row of the ledger shows, but not the messages themselves."""
        return self.select_related("person__function", "edition__procedure").defer("source")


class Delivery(Posting):
    """One edition to one person."""

    REFUSALS: ClassVar[dict[str, Q]] = audience.REFUSALS

    edition = models.ForeignKey(
        "communications.Edition", on_delete=models.CASCADE, related_name="deliveries"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

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

    @property
    def due_at(self) -> datetime:
        """The moment at which the reader is to have it by their own clock, as things stand."""
        edition, procedure = self.edition, self.edition.procedure
        strike = Strike(
            edition.occurrence,
            procedure.at,
            procedure.cadence,
            edition.composed_at,
            edition.not_before,
        )
        return arrival.of_edition(strike, self.person.zone, Preference.of(self.person))
