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
    def set(self, by: Person, **values: Any) -> bool:
        """Keep what holds from now on; say whether that is anything new."""
        whole = {name: getattr(self, name) for name in SET} | values
        where = {"programme": self.programme, "kind": self.kind}
        rule, new = ReminderRule.objects.get_or_create(**where, defaults=whole)
        locked = ReminderRule.objects.select_for_update().get(pk=rule.pk)
        before = {name: getattr(self if new else locked, name) for name in SET}
        if before == whole:
            return False
        ReminderRule.objects.filter(pk=rule.pk).update(**whole)
        self.pk = rule.pk
        self.refresh_from_db()
        Event.record(
            self.programme,
            "reminder_rule.changed",
            by=by,
            subject=self,
            visibility=Visibility.CHAMPIONS,
            undo=before,
        )
        return True

    @property
    def days(self) -> list[int]:
        """The offsets in days before, the longest first."""
        return sorted({int(day) for day in self.offsets.split(",") if day}, reverse=True)
