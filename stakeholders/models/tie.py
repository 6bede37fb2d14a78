"""Ties: who turns to whom. Whoever is turned to is the influential one."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from changeprog.programme.models import Event, Person, Programme, Visibility
from stakeholders.models.stakeholder import Origin

KEPT = ("source_id", "target_id", "relation", "strength", "origin")
"""What is kept of a tie that was taken away, for the way back."""


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
    def remove(self, by: Person) -> Event | None:
        """Take the tie away, once; the event, which is returned, keeps what it was."""
        if not Tie.objects.select_for_update().filter(pk=self.pk).exists():
            return None
        undo = {name: getattr(self, name) for name in KEPT}
        removed = self.record("removed", by, undo=undo)
        self.delete()
        return removed

    @classmethod
    @transaction.atomic
    def bring_back(cls, by: Person, removed: Event) -> "Tie | None":
        """Undo ``remove``; None if one of the two is not in the programme any more."""
        was = removed.facts["undo"]
        ends = Person.objects.present().filter(programme=removed.programme_id)
        source, target = (ends.filter(pk=was[end]).first() for end in ("source_id", "target_id"))
        if source is None or target is None:
            return None
        tie = cls.add(by, source, target, was["relation"], was["strength"])
        cls.objects.filter(pk=tie.pk).update(origin=was["origin"])
        return tie

    def record(self, act: str, by: Person, **facts: Any) -> Event:
        """Write into the journal that a tie was drawn or taken away, not whose."""
        return Event.record(
            self.programme,
            f"tie.{act}",
            by=by,
            subject=self,
            visibility=Visibility.FACILITATORS,
            **facts,
        )
