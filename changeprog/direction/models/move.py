"""Moves: each time a milestone was given another day."""

from django.db import models
from django.utils.timezone import now

from changeprog.direction.moves import shift
from changeprog.programme.models import Person


class MilestoneMove(models.Model):
    """From one day to another; a table, because the journal's facts cannot be counted in a row."""

    milestone = models.ForeignKey(
        "direction.Milestone", on_delete=models.CASCADE, related_name="moves"
    )
    before = models.DateField()
    after = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="moves")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="move_goes_somewhere"
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"

    @property
    def words(self) -> str:
        """How far it moved: "20 days later"."""
        return shift((self.after - self.before).days)
