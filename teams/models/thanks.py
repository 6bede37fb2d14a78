"""Thanks: what one person says of another's victory with one tap."""

from django.db import models
from django.utils.timezone import now

from changeprog.programme.models import Person


class Thanks(models.Model):
    """One person's thanks for one victory; there is at most one, whoever taps how often."""

    victory = models.ForeignKey("teams.Victory", on_delete=models.CASCADE, related_name="thanks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks_said")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "thanks"
        constraints = [
            models.UniqueConstraint(fields=["victory", "person"], name="thanks_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} thanks for {self.victory}"
