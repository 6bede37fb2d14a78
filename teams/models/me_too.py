"""Me too: what one person says with one tap of a barrier that is in their way as well."""

from typing import Self

from django.db import models
from django.utils.timezone import now

from changeprog.programme.models import Person


class MeTooQuerySet(models.QuerySet["MeToo"]):
    def said(self) -> Self:
        """Not taken back, in the order in which they were said."""
        return self.filter(taken_back_at=None)


class MeToo(models.Model):
    """One person's word on one barrier; taken back it stays, so that it is told only once."""

    barrier = models.ForeignKey("teams.Barrier", on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="me_toos")
    at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = MeTooQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["barrier", "person"], name="me_too_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.barrier}"
