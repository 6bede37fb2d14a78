"""When a programme reminds people of what is due, and whom."""

from typing import Any

from django.db import models, transaction
from django.urls import reverse

from changeprog.programme.models import Event, Person, Programme, Visibility

OFFSETS = "14,7,1,0"
"""Days before the day; 0 is the day itself."""

SET = ("offsets", "weekly_while_late", "to_owner", "to_chair", "to_champion", "active")
"""What a champion sets."""


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

    def get_absolute_url(self) -> str:
        return reverse("communications:reminders", args=[self.programme.key])

    @transaction.atomic
    def set(self, by: Person, **values: Any) -> Event | None:
        """Keep what holds from now on; return the event of it, if that is anything new."""
        default = {name: getattr(self, name) for name in SET}
        where = {"programme": self.programme, "kind": self.kind}
        ReminderRule.objects.get_or_create(**where, defaults=default)
        rule = ReminderRule.objects.select_for_update().get(**where)
        before = {name: getattr(rule, name) for name in SET}
        if before == before | values:
            return None
        ReminderRule.objects.filter(pk=rule.pk).update(**values)
        return Event.record(
            self.programme,
            "reminder_rule.changed",
            by=by,
            subject=rule,
            visibility=Visibility.CHAMPIONS,
            undo=before,
        )

    @property
    def days(self) -> list[int]:
        """The offsets in days before, the longest first."""
        return sorted({int(day) for day in self.offsets.split(",") if day}, reverse=True)
