"""Escalations: that a barrier has come to a level, and who is asked on it."""

from django.db import models
from django.utils.timezone import now

from changeprog.programme.models import Person
from teams.escalation import Level


class Escalation(models.Model):
    """A barrier came to a level, once for each ``occasion`` on which it had to.

    An occasion lasts until the barrier is taken in hand: with a new owner, a next step by another
    date, or knocked down. What was asked on an earlier one is answered, and stays to be told.
    """

    barrier = models.ForeignKey(
        "teams.Barrier", on_delete=models.CASCADE, related_name="escalations"
    )
    occasion = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name.capitalize()) for level in Level]
    )
    final = models.BooleanField(
        default=False, help_text="Whether nobody was left to ask after this level."
    )
    at = models.DateTimeField(default=now)
    people = models.ManyToManyField(Person, through="teams.Ask", related_name="escalations")

    class Meta:
        ordering = ["occasion", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["barrier", "occasion", "level"], name="escalation_once_a_level"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[level.value for level in Level]),
                name="escalation_to_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.barrier}: {self.level_words}"

    @property
    def level_words(self) -> str:
        return Level(self.level).words


class Ask(models.Model):
    """One person is asked to do something about a barrier."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asks")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "person"], name="ask_once_an_escalation")
        ]

    def __str__(self) -> str:
        return f"{self.escalation}: {self.person}"
