"""Unwritten ground rules that whoever leads a workshop wants to have spoken about there."""

from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from changeprog.programme.models import Person, Programme
from stakeholders.models import GroundRule
from workshops.models.workshop import Workshop


class ParkedRuleQuerySet(models.QuerySet["ParkedRule"]):
    def standing(self) -> Self:
        """Of rules that were not taken away since."""
        return self.filter(rule__removed_at=None).select_related("rule__programme", "workshop")


class ParkedRule(models.Model):
    """That a rule lies in the parking of the facilitator of one workshop, until it is spoken about.

    It is no point of view, because nobody in the room has said it. Like the rule it is for those in
    charge who may see the map, and the journal tells no word of it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="parked_rules")
    rule = models.ForeignKey(GroundRule, on_delete=models.CASCADE, related_name="parkings")
    parked_at = models.DateTimeField(default=now)
    spoken_at = models.DateTimeField(null=True, blank=True)

    objects = ParkedRuleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "rule"], name="rule_parked_once")
        ]

    def __str__(self) -> str:
        """Return a name that tells nothing, because other rows may show it."""
        return "A parked rule"

    @classmethod
    @transaction.atomic
    def park(cls, by: Person, workshop: Workshop, rule: GroundRule) -> "ParkedRule":
        """Park ``rule`` in ``workshop`` once."""
        parked, is_new = cls.objects.get_or_create(
            workshop=workshop, rule=rule, defaults={"programme": workshop.programme}
        )
        if is_new:
            rule.record("parked", by, undo={"parked": parked.pk})
            workshop.announce("point.private")
        return parked

    @transaction.atomic
    def take_back(self, by: Person) -> bool:
        """Take it out of the parking again; say whether it was there."""
        gone, _ = ParkedRule.objects.filter(pk=self.pk).delete()
        if gone:
            self.rule.record("unparked", by)
            self.workshop.announce("point.private")
        return bool(gone)

    @transaction.atomic
    def speak(self, *, spoken: bool) -> bool:
        """Say that it was spoken about, or was not yet; say whether that is new."""
        moment = now() if spoken else None
        rows = ParkedRule.objects.filter(~Q(spoken_at=None) if not spoken else Q(spoken_at=None))
        done = bool(rows.filter(pk=self.pk).update(spoken_at=moment))
        if done:
            self.refresh_from_db(fields=["spoken_at"])
            self.workshop.announce("point.private")
        return done
