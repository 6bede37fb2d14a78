"""Proposals of ambassadors that were worked out, kept until what they are made from changes."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.utils.timezone import now

from changeprog.programme.models import Programme

SMALLEST = 0
"""In place of how many people are proposed: the smallest set."""


class Proposal(models.Model):
    """What was found for the best ``number`` people, or the smallest set.

    ``fingerprint`` tells from what (``stakeholders.proposing``), ``found`` is
    ``stakeholders.findings.Findings`` as JSON.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="ambassador_proposals"
    )
    number = models.PositiveSmallIntegerField(default=SMALLEST)
    fingerprint = models.CharField(max_length=64)
    found = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="proposal_once")
        ]

    def __str__(self) -> str:
        return f"Proposal of {self.number} for {self.programme_id}"

    @classmethod
    def kept(cls, programme: Programme, number: int, fingerprint: str) -> dict[str, Any] | None:
        """Return what was found from exactly that, if it is kept."""
        rows = cls.objects.filter(programme=programme, number=number, fingerprint=fingerprint)
        return rows.values_list("found", flat=True).first()

    @classmethod
    def keep(
        cls, programme: Programme, fingerprint: str, found: Mapping[int, Mapping[str, Any]]
    ) -> None:
        """Keep what was found, by number, in place of what was kept before."""
        Proposal.objects.bulk_create(
            (
                Proposal(programme=programme, number=number, fingerprint=fingerprint, found=each)
                for number, each in found.items()
            ),
            update_conflicts=True,
            unique_fields=["programme", "number"],
            update_fields=["fingerprint", "found", "made_at"],
        )

    @classmethod
    def stale(cls, programme: Programme, fingerprint: str) -> Collection[int]:
        """Return the numbers of those made from something else, and the smallest set's if new."""
        kept = dict(cls.objects.filter(programme=programme).values_list("number", "fingerprint"))
        wanted = {SMALLEST, *kept}
        return {number for number in wanted if kept.get(number) != fingerprint}
