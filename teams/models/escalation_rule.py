"""A programme's own settings of when a barrier goes up, and when it is stale."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from changeprog.programme.models import Event, Person, Programme
from teams.escalation import Terms

BOUNDS = {
    "unowned_hours": (1, 24 * 14),
    "grace_days": (0, 30),
    "level_days": (1, 30),
    "stale_days": (1, 365),
}
"""The least and the most of each setting."""


def _number(name: str, default: int) -> models.PositiveSmallIntegerField[int, int]:
    least, most = BOUNDS[name]
    checks = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(default=default, validators=checks)


class EscalationRule(models.Model):
    """What a programme has set; without a row the defaults hold."""

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="escalation_rule"
    )
    unowned_hours = _number("unowned_hours", 24)
    grace_days = _number("grace_days", 1)
    level_days = _number("level_days", 2)
    stale_days = _number("stale_days", 21)
    weekends = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__range": bounds}), name=f"escalation_rule_{name}"
            )
            for name, bounds in BOUNDS.items()
        ]

    def __str__(self) -> str:
        return f"When barriers go up in {self.programme}"

    @classmethod
    def of(cls, programme: Programme) -> "EscalationRule":
        """Return what holds in ``programme``: its own rule, or the defaults, unsaved."""
        return cls.objects.filter(programme=programme).first() or cls(programme=programme)

    @property
    def terms(self) -> Terms:
        return Terms(self.unowned_hours, self.grace_days, self.level_days, self.weekends)

    @classmethod
    @transaction.atomic
    def set(cls, by: Person, **values: Any) -> "EscalationRule":
        """Set what holds from now on; nothing new is no event."""
        cls.objects.get_or_create(programme=by.programme)
        rule = cls.objects.select_for_update().get(programme=by.programme)
        changes = {
            name: [getattr(rule, name), value]
            for name, value in values.items()
            if getattr(rule, name) != value
        }
        for name, value in values.items():
            setattr(rule, name, value)
        rule.save()
        if changes:
            Event.record(by.programme, "escalation.changed", by=by, subject=rule, changes=changes)
        return rule
