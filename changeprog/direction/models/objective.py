"""Objectives are measurable or refused; readings are their dated values."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction import days
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Event, Person

DIGITS = 15
DECIMALS = 4


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("programme", "owner")

    def with_latest(self) -> Self:
        """Each objective with ``latest_value`` and ``latest_on`` of its newest reading."""
        newest = Reading.objects.filter(objective=models.OuterRef("pk")).order_by("-on")
        return self.annotate(
            latest_value=models.Subquery(newest.values("value")[:1]),
            latest_on=models.Subquery(newest.values("on")[:1]),
        )


class Objective(Revised):
    """A measure that goes from a baseline to a target by a date, with an owner.

    ``baseline`` and ``target`` are in ``unit``; a target below the baseline means going down.
    """

    measure = models.CharField(max_length=200)
    unit = models.CharField(max_length=30)
    baseline = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    due = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="objectives"
    )
    created_at = models.DateTimeField(default=now)
    latest_value: Decimal | None
    latest_on: date | None
    """Both only after ``with_latest``."""

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="objective_set_once"),
            models.CheckConstraint(
                condition=~models.Q(baseline=models.F("target")), name="objective_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=models.Q(due__gt=models.F("baseline_on")), name="objective_due_later"
            ),
            models.CheckConstraint(
                condition=models.Q(baseline_on__gte=days.FIRST, due__lte=days.LAST),
                name="objective_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.measure

    def get_absolute_url(self) -> str:
        return reverse("direction:objective", args=[self.programme.key, self.pk])

    @transaction.atomic
    def set_by(self, by: Person) -> None:
        """Save the new objective with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            Event.record(self.programme, "objective.set", by=by, subject=self, title=self.measure)

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        if changes := self.replace(based_on, values):
            Event.record(
                self.programme,
                "objective.changed",
                by=by,
                subject=self,
                title=self.measure,
                changes=changes,
            )

    @transaction.atomic
    def read(self, by: Person, value: Decimal, on: date, note: str = "") -> "Reading":
        """Record the value of the measure on a day; another reading of that day replaces the first.

        The journal remembers what was replaced; the same reading again changes nothing.
        """
        Objective.objects.select_for_update().get(pk=self.pk)
        before = self.readings.filter(on=on).first()
        if before and (before.value, before.note) == (value, note):
            return before
        fresh = {"value": value, "note": note, "by": by, "at": now()}
        reading, _ = self.readings.update_or_create(on=on, defaults=fresh)
        facts: dict[str, Any] = {"value": value, "on": on, "unit": self.unit, "title": self.measure}
        if before:
            facts["was"] = before.value
        Event.record(self.programme, "objective.read", by=by, subject=self, **facts)
        return reading

    def progress(self, value: Decimal) -> Decimal:
        """Return how much of the way from baseline to target ``value`` is: 0 to 1, clamped."""
        return _clamped((value - self.baseline) / (self.target - self.baseline))

    def path(self, on: date) -> Decimal:
        """Return how much of the way the straight path has gone on a day: 0 to 1, clamped."""
        gone = Decimal((on - self.baseline_on).days)
        return _clamped(gone / (self.due - self.baseline_on).days)


class Reading(models.Model):
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="readings")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "on"], name="reading_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(on__range=(days.FIRST, days.LAST)), name="reading_within_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"


def _clamped(share: Decimal) -> Decimal:
    return min(max(share, Decimal(0)), Decimal(1))
