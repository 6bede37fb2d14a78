"""When a programme reminds people of what is due, and whom."""

from django.db import models

from changeprog.programme.models import Programme

OFFSETS = "14,7,1,0"
"""Days before the day; 0 is the day itself."""


class ReminderRule(models.Model):
    """What is set for one ``kind`` of thing that becomes due; without a row, the defaults hold.

    ``offsets`` are days before, joined by commas, the longest first.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="reminder_rules"
    )
    kind = models.CharField(max_length=40)
    offsets = models.CharField(max_length=60, default=OFFSETS, blank=True)
    weekly_while_late = models.BooleanField(default=True)
    to_owner = models.BooleanField(default=True)
    to_chair = models.BooleanField(default=False)
    to_champion = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="reminder_rule_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"Reminders of {self.kind}"

    @property
    def days(self) -> list[int]:
        """The offsets in days before, the longest first."""
        return sorted({int(day) for day in self.offsets.split(",") if day}, reverse=True)
