"""A programme's own settings of whom it proposes as ambassadors."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q

from changeprog.programme.models import Event, Person, Programme, Visibility
from stakeholders.reach import FADE
from stakeholders.support import Support

PERCENT = 100


class Groups(models.TextChoices):
    """Which groups shall not be left without a way in."""

    FUNCTIONS = "functions", "Functions"
    WEB = "web", "Groups found in the web"
    NONE = "none", "None: only people count"


class ProposalRule(models.Model):
    """What a programme has set; without a row the defaults hold.

    ``least`` is the support from which somebody may be proposed, ``fade`` how many percent of a
    message are left once it has been passed on.
    """

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="proposal_rule"
    )
    least = models.PositiveSmallIntegerField(choices=Support, default=Support.SUPPORTIVE)
    fade = models.PositiveSmallIntegerField(default=round(FADE * PERCENT))
    groups = models.CharField(max_length=9, choices=Groups, default=Groups.FUNCTIONS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fade__lte=PERCENT), name="proposal_rule_fade"),
            models.CheckConstraint(
                condition=Q(least__gte=Support.NEUTRAL), name="proposal_rule_least"
            ),
        ]

    def __str__(self) -> str:
        return f"Whom {self.programme} proposes as ambassadors"

    @classmethod
    def of(cls, programme: Programme) -> "ProposalRule":
        """Return what holds in ``programme``: its own rule, or the defaults, unsaved."""
        return cls.objects.filter(programme=programme).first() or cls(programme=programme)

    @classmethod
    @transaction.atomic
    def set(cls, by: Person, **values: Any) -> "ProposalRule":
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
            Event.record(
                by.programme,
                "proposal_rule.changed",
                by=by,
                subject=rule,
                visibility=Visibility.FACILITATORS,
                changes=changes,
            )
        return rule
