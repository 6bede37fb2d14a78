"""A programme's own settings of how much of a week its milestones and actions ask."""

from decimal import Decimal

from django.db import models

from changeprog.programme.models import Programme
from changeprog.programme.models.own_rule import OwnRule

MOST = Decimal(40)
"""Hours a week that one milestone or action can be said to ask."""
SETTINGS = ("milestone_hours", "action_hours")


class TimeRule(OwnRule):
    """What a programme has set; without a row the defaults hold.

    Both are rules of thumb of this project: an open milestone asks two hours of its owner in each
    of the weeks before its day, an action one hour in the week in which it is due.
    """

    verb = "time_rule.changed"

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
