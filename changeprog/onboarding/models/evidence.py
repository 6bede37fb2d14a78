"""Evidence: what shows that a criterion of business as usual is met."""

from typing import Self

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.direction.models.milestone import LINK_LENGTH
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.onboarding.models.criterion import Criterion, StandsAccepted
from changeprog.programme.models import Person

WORDS = 1_000
"""Characters of what somebody has to show."""


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "criterion__programme", "by")


class Evidence(Removable):
    """What somebody has to show for a criterion: words, perhaps a link; by whom and when.

    Once the criterion is accepted nothing is taken away any more: the acceptance rests on it.
    """

    NOUN = "evidence"

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="evidence")
    words = models.TextField(max_length=WORDS)
    link = models.CharField(max_length=LINK_LENGTH, blank=True)
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="evidence_given"
    )
    at = models.DateTimeField(default=now)

    objects = PresentManager.from_queryset(EvidenceQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="evidence_given_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="evidence_in_words"),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    def get_absolute_url(self) -> str:
        return f"{self.criterion.get_absolute_url()}#evidence-{self.pk}"

    def get_list_url(self) -> str:
        return self.criterion.get_absolute_url()

    @transaction.atomic
    def give(self) -> None:
        """Save the new evidence with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("given", self.by, comment=self.words)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take it away once; raises ``StandsAccepted`` while its criterion is accepted."""
        rows = Criterion.everything().select_for_update(of=("self",))
        if (criterion := rows.get(pk=self.criterion_id)).is_accepted:
            raise StandsAccepted(criterion)
        super().remove(by)
