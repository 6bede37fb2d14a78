"""A programme's own settings of how much of a week its milestones and actions ask."""

from decimal import Decimal
from typing import Any

from django.db import models, transaction

from changeprog.programme.models import Event, Person, Programme

MOST = Decimal(40)
"""Hours a week that one milestone or action can be said to ask."""
SETTINGS = ("milestone_hours", "action_hours")


class TimeRule(models.Model):
    """What a programme has set; without a row the defaults hold.

    Both are rules of thumb of this project: an open milestone asks two hours of its owner in each
    of the weeks before its day, an action one hour in the week in which it is due.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="time_rule")
    milestone_hours = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(2))
    action_hours = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(1))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__range": (0, MOST)}), name=f"time_rule_{name}"
            )
            for name in SETTINGS
        ]

    def __str__(self) -> str:
        return f"What is asked of people's time in {self.programme}"

    @classmethod
    def of(cls, programme: Programme) -> "TimeRule":
        """Return what holds in ``programme``: its own rule, or the defaults, unsaved."""
        return cls.objects.filter(programme=programme).first() or cls(programme=programme)

    @classmethod
    @transaction.atomic
    def set(cls, by: Person, **values: Any) -> "TimeRule":
        """Set what holds from now on; nothing new is no event."""
        cls.objects.get_or_create(programme=by.programme)
        rule = cls.objects.select_for_update().get(programme=by.programme)
        changes = {
            name: [str(getattr(rule, name)), str(value)]
            for name, value in values.items()
            if getattr(rule, name) != value
        }
        for name, value in values.items():
            setattr(rule, name, value)
        rule.save()
        if changes:
            Event.record(by.programme, "time_rule.changed", by=by, subject=rule, changes=changes)
        return rule
