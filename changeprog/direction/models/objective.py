"""Objectives are measurable or refused; readings are their dated values."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme

if TYPE_CHECKING:
    from changeprog.direction.models.milestone import Milestone


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def with_latest(self) -> Self:
        """Each objective with ``latest_value`` and ``latest_on`` of its newest reading."""
        newest = Reading.objects.filter(objective=models.OuterRef("pk")).order_by("-on", "-pk")
        return self.annotate(
            latest_value=models.Subquery(newest.values("value")[:1]),
            latest_on=models.Subquery(newest.values("on")[:1]),
        )


class Objective(models.Model):
    """A measure that goes from a baseline to a target by a date, with an owner.

    ``baseline`` and ``target`` are in ``unit``; a target below the baseline means going down.
    """

    DIGITS = {"max_digits": 15, "decimal_places": 4}

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="objectives")
    measure = models.CharField(max_length=200)
    unit = models.CharField(max_length=30)
    baseline = models.DecimalField(**DIGITS)
    baseline_on = models.DateField()
    target = models.DecimalField(**DIGITS)
    due = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="objectives"
    )
    created_at = models.DateTimeField(default=now)

    objects = ObjectiveQuerySet.as_manager()

    if TYPE_CHECKING:
        readings: models.Manager["Reading"]
        milestones: models.Manager[Milestone]

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(baseline=models.F("target")), name="objective_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=models.Q(due__gt=models.F("baseline_on")), name="objective_due_later"
            ),
        ]

    def __str__(self) -> str:
        return self.measure

    def get_absolute_url(self) -> str:
        return reverse("direction:objective", args=[self.programme.key, self.pk])

    @transaction.atomic
    def set_by(self, by: Person) -> None:
        """Save a new or changed objective with its event."""
        verb = "objective.changed" if self.pk else "objective.set"
        self.save()
        Event.record(self.programme, verb, by=by, subject=self, title=self.measure)

    @transaction.atomic
    def read(self, by: Person, value: Decimal, on: date, note: str = "") -> "Reading":
        """Record the value of the measure on a day; a second reading of a day replaces the first."""
        reading, _ = Reading.objects.update_or_create(
            objective=self, on=on, defaults={"value": value, "note": note, "by": by}
        )
        Event.record(
            self.programme,
            "objective.read",
            by=by,
            subject=self,
            title=self.measure,
            value=value,
            on=on,
            unit=self.unit,
        )
        return reading

    def progress(self, value: Decimal) -> Decimal:
        """Return how much of the way from baseline to target ``value`` is: 0 to 1, clamped."""
        share = (value - self.baseline) / (self.target - self.baseline)
        return min(max(share, Decimal(0)), Decimal(1))


class Reading(models.Model):
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(**Objective.DIGITS)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="readings")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "on"], name="reading_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
