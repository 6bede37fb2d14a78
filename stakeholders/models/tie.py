"""Ties: who turns to whom. Whoever is turned to is the influential one."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from changeprog.programme.models import Event, Person, Programme, Visibility
from stakeholders.models.stakeholder import Origin


class Relation(models.TextChoices):
    """Kinds of ties, each read from source to target."""

    ADVICE = "advice", "Seeks advice from"
    TRUST = "trust", "Trusts"
    REPORTS_TO = "reports_to", "Reports to"


class TieQuerySet(models.QuerySet["Tie"]):
    def of_present(self) -> Self:
        """Between people who are on the map and were not removed from the programme."""
        return self.filter(
            source__removed_at=None,
            source__stakeholder__isnull=False,
            source__stakeholder__removed_at=None,
            target__removed_at=None,
            target__stakeholder__isnull=False,
            target__stakeholder__removed_at=None,
        )


class Tie(models.Model):
    """``source`` turns to ``target``, with ``strength`` above 0 and up to 1."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="ties")
    source = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_out")
    target = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_in")
    relation = models.CharField(max_length=10, choices=Relation)
    strength = models.FloatField(
        default=1, validators=[MinValueValidator(0.01), MaxValueValidator(1)]
    )
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.HAND)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="tie_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="tie_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(strength__gt=0, strength__lte=1), name="tie_strength_up_to_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Tie {self.pk}"

    @classmethod
    @transaction.atomic
    def add(
        cls, by: Person, source: Person, target: Person, relation: str, strength: float = 1
    ) -> "Tie":
        """Return the tie of that kind between the two, drawn now unless it is there."""
        tie, is_new = cls.objects.get_or_create(
            source=source,
            target=target,
            relation=relation,
            defaults={"programme": source.programme, "strength": strength},
        )
        if is_new:
            tie.record("added", by)
        return tie

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take the tie away, once."""
        if Tie.objects.select_for_update().filter(pk=self.pk).exists():
            self.record("removed", by)
            self.delete()

    def record(self, act: str, by: Person) -> None:
        """Write into the journal that a tie was drawn or taken away, not whose."""
        Event.record(
            self.programme, f"tie.{act}", by=by, subject=self, visibility=Visibility.FACILITATORS
        )
