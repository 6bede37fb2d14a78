"""What a person does not want to hear of any more."""

from django.db import models
from django.utils.timezone import now

from changeprog.programme.models import Person


class Mute(models.Model):
    """One ``thing`` ("milestone/12") of which ``person`` is told nothing until they ask again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mutes")
    thing = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thing"], name="mute_once_a_thing")
        ]

    def __str__(self) -> str:
        return f"{self.person} has muted {self.thing}"
