"""Readings: what a measure was on a day, at most one a day."""

from typing import Self

from django.db import models
from django.db.models.functions import RowNumber, TruncMonth, TruncQuarter, TruncWeek, TruncYear
from django.utils.timezone import now

from changeprog.direction import days
from changeprog.direction.figures import DECIMALS, DIGITS
from changeprog.programme.models import Person

STRETCHES = 80
"""Into how many stretches of time, at most, a long row of readings is parted for a picture."""
POINTS = 3 * STRETCHES
"""More points than this are not drawn; 27 years in years are fewer still."""
CALENDAR = [(7, TruncWeek), (28, TruncMonth), (90, TruncQuarter)]
"""How many days a stretch has at least, and how its first day is found; years beyond these."""


class ReadingQuerySet(models.QuerySet["Reading"]):
    def newest_first(self) -> Self:
        return self.order_by("-on")

    def thinned(self, span: int) -> Self:
        """Return the lowest, the highest and the last reading of each stretch of time, by day.

        ``span`` is the number of days between the first reading and the last. Stretches are
        weeks, months, quarters or years, so that points stay where they are when time goes on.
        A line through these points covers the same pixels as one through all readings would;
        see Jugel and others, "M4: a visualization-oriented time series data aggregation",
        Proceedings of the VLDB Endowment 7 (2014), which keeps the first of each as well.
        """
        start = next((by for length, by in CALENDAR if span / length < STRETCHES), TruncYear)

        def place(*order: str) -> models.Window:
            return models.Window(RowNumber(), partition_by="stretch", order_by=order)

        ranked = self.annotate(stretch=start("on")).annotate(
            lowest=place("value", "-on"), highest=place("-value", "-on"), newest=place("-on")
        )
        kept = models.Q(lowest=1) | models.Q(highest=1) | models.Q(newest=1)
        return ranked.filter(kept).order_by("on")

    def drawn(self) -> "list[Reading]":
        """Return the readings for a picture, by day: all of them, or a long row thinned."""
        facts = self.aggregate(
            count=models.Count("pk"), first=models.Min("on"), last=models.Max("on")
        )
        few = facts["count"] <= POINTS
        points = self if few else self.thinned((facts["last"] - facts["first"]).days)
        return list(points.order_by("on").only("objective_id", "on", "value"))


class Reading(models.Model):
    objective = models.ForeignKey(
        "direction.Objective", on_delete=models.CASCADE, related_name="readings"
    )
    on = models.DateField()
    value = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="readings")
    at = models.DateTimeField(default=now)

    objects = ReadingQuerySet.as_manager()

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
