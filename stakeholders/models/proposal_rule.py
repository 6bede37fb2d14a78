"""A programme's own settings of whom it proposes as ambassadors."""

from django.db import models
from django.db.models import Q

from changeprog.programme.models import Programme, Visibility
from changeprog.programme.models.own_rule import OwnRule
from stakeholders.reach import FADE
from stakeholders.support import Support

PERCENT = 100


class Groups(models.TextChoices):
    """Which groups shall not be left without a way in."""

    FUNCTIONS = "functions", "Functions"
    WEB = "web", "Groups found in the web"
    NONE = "none", "None: only people count"


class ProposalRule(OwnRule):
    """What a programme has set; without a row the defaults hold.

    ``least`` is the support from which somebody may be proposed, ``fade`` how many percent of a
    message are left once it has been passed on.
    """

    verb = "proposal_rule.changed"
    visibility = Visibility.FACILITATORS

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
