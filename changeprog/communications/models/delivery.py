"""Deliveries: one edition to one person, and what became of it. Together they are the ledger."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from changeprog.communications import audience, clock
from changeprog.communications.models.posting import (
    Posting,
    PostingQuerySet,
    State,
    message_id,
    ready,
)
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.edition import Edition


def new_message_id() -> str:
    """Return the Message-ID of a digest."""
    return message_id("digest")


class DeliveryQuerySet(PostingQuerySet["Delivery"]):
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
        """The moment at which the reader's clock shows the procedure's hour, as things stand."""
        return clock.instant(self.edition.occurrence, self.edition.procedure.at, self.person.zone)
