"""Proofs: an edition that somebody who works on it has sent to themselves, to see it arrive."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

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
    """Return the Message-ID of a proof."""
    return message_id("proof")


class ProofQuerySet(PostingQuerySet["Proof"]):
    def due(self, at: datetime) -> list[int]:
        """Return the keys of what may be claimed at ``at``."""
        return list(self.filter(ready(at)).order_by("pk").values_list("pk", flat=True))

    def with_names(self) -> Self:
        """With everything that writing the mail needs."""
        related = self.select_related("person__programme", "edition__word_by")
        return related.select_related("edition__procedure__programme").defer("source")


class Proof(Posting):
    """One edition as it stands, sent to one ``person`` at their own wish, once for each ``key``."""

    edition = models.ForeignKey(
        "communications.Edition", on_delete=models.CASCADE, related_name="proofs"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proofs")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)
    asked_at = models.DateTimeField(default=now)

    objects = ProofQuerySet.as_manager()

    if TYPE_CHECKING:
        edition: "Edition"  # type: ignore[no-redef]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="proof_sent_has_a_moment",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state__in=[State.DUE, State.SENDING]),
                name="proof_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} → {self.person}"
