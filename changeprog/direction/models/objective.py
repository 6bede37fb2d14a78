"""Objectives are measurable or refused: up, down, or held within a band."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction import days
from changeprog.direction.figures import DECIMALS, DIGITS
from changeprog.direction.models.reading import Reading
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Team

Former = tuple[Decimal, str] | None
"""The value and the note that a day had, if it had any."""


class Direction(StrEnum):
    """Where the measure shall go."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class Aim(models.TextChoices):
    """What a champion chooses between; whether it goes up or down follows from the numbers."""

    REACH = "reach", "Get from here to a target"
    HOLD = "hold", "Keep it within a band"


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("programme", "owner", "team")

    def with_latest(self) -> Self:
        """Each objective with ``latest_value`` and ``latest_on`` of its newest reading."""
        newest = Reading.objects.filter(objective=models.OuterRef("pk")).order_by("-on")
        return self.annotate(
            latest_value=models.Subquery(newest.values("value")[:1]),
            latest_on=models.Subquery(newest.values("on")[:1]),
        )


class Objective(Removable):
    """A measure that goes from a baseline to a target by a date, with an owner.

    ``baseline`` and ``target`` are in ``unit``; a target below the baseline means going down.
    With ``low`` and ``high`` it shall stay between them; ``target`` then is the value within the
    band that is nearest to the baseline. It serves ``team``, or the whole programme.
    """

    NOUN = "objective"

    measure = models.CharField(max_length=200)
    unit = models.CharField(max_length=30)
    baseline = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    low = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    high = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    due = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="objectives"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="objectives"
    )
    created_at = models.DateTimeField(default=now)
    latest_value: Decimal | None
    latest_on: date | None
    """Both only after ``with_latest``."""

    objects = PresentManager.from_queryset(ObjectiveQuerySet)()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="objective_set_once"),
            models.CheckConstraint(
                condition=~models.Q(baseline=models.F("target")) | models.Q(low__isnull=False),
                name="objective_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(
                    low__isnull=False,
                    high__isnull=False,
                    low__lt=models.F("high"),
                    target__gte=models.F("low"),
                    target__lte=models.F("high"),
                ),
                name="objective_band_around_target",
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

    def get_list_url(self) -> str:
        return reverse("direction:overview", args=[self.programme.key])

    @transaction.atomic
    def set_by(self, by: Person) -> None:
        """Save the new objective with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("set", by)

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
        facts: dict[str, Any] = {"value": value, "on": on, "unit": self.unit}
        if before:
            facts |= {"was": before.value, "undo": {"note": before.note}}
        self.record("read", by, **facts)
        return reading

    @transaction.atomic
    def read_all(self, by: Person, sheet: Mapping[date, tuple[Decimal, str]]) -> int:
        """Record many readings, each a value and a note by its day; return how many are new.

        One event tells of them all and remembers what was replaced; a day that has the same
        value and note already is left alone.
        """
        Objective.objects.select_for_update().get(pk=self.pk)
        before = {each.on: each for each in self.readings.filter(on__in=sheet)}
        fresh = [
            Reading(objective=self, on=on, value=value, note=note, by=by)
            for on, (value, note) in sorted(sheet.items())
            if on not in before or (before[on].value, before[on].note) != (value, note)
        ]
        if fresh:
            self._keep(fresh)
            self._tell_of_many(by, fresh, before)
        return len(fresh)

    @transaction.atomic
    def withdraw(self, by: Person, on: date) -> None:
        """Take away the reading of a day, which the journal remembers; once is enough."""
        reading = self.readings.select_for_update().filter(on=on).first()
        if reading:
            reading.delete()
            facts: dict[str, Any] = {"value": reading.value, "on": on, "unit": self.unit}
            self.record("withdrawn", by, **facts, undo={"note": reading.note})

    @transaction.atomic
    def give_back(self, by: Person, on: date, value: Decimal, note: str) -> None:
        """Undo ``withdraw``; a reading that the day has got meanwhile stays instead."""
        Objective.objects.select_for_update().get(pk=self.pk)
        fresh = {"value": value, "note": note, "by": by}
        _, made = self.readings.get_or_create(on=on, defaults=fresh)
        if made:
            self.record("given_back", by, value=value, on=on, unit=self.unit)

    @transaction.atomic
    def take_back(self, by: Person, at: datetime, days: Mapping[date, Former]) -> int:
        """Undo ``read_all`` of the moment ``at``: each day gets its former value and note, or none.

        What was recorded after ``at`` stays. Returns how many readings are as they were.
        """
        Objective.objects.select_for_update().get(pk=self.pk)
        touched = {each.on: each for each in self.readings.filter(on__in=days, at__lte=at)}
        former = {on: days[on] for on in touched}
        self._keep(
            [
                Reading(objective=self, on=on, value=was[0], note=was[1], by=by)
                for on, was in former.items()
                if was
            ]
        )
        self.readings.filter(on__in=[on for on, was in former.items() if not was]).delete()
        if touched:
            self.record("taken_back", by, readings=len(touched))
        return len(touched)

    def _keep(self, fresh: list[Reading]) -> None:
        Reading.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["objective", "on"],
            update_fields=["value", "note", "by", "at"],
        )

    def _tell_of_many(
        self, by: Person, fresh: list[Reading], before: Mapping[date, Reading]
    ) -> None:
        self.record(
            "read_many",
            by,
            unit=self.unit,
            count=len(fresh),
            first=fresh[0].on,
            last=fresh[-1].on,
            replaced=[[r.on, before[r.on].value, r.value] for r in fresh if r.on in before],
            undo=[[r.on, *former(before.get(r.on))] for r in fresh],
        )

    @property
    def band(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest value that are wanted, where it shall stay between two."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def aim(self) -> Aim:
        return Aim.HOLD if self.band else Aim.REACH

    @property
    def direction(self) -> Direction:
        """Where it shall go: up, down, or nowhere out of its band."""
        if self.band:
            return Direction.HOLD
        return Direction.UP if self.target > self.baseline else Direction.DOWN

    def progress(self, value: Decimal) -> Decimal:
        """Return how much of the way from baseline to target ``value`` is: 0 to 1, clamped.

        Within its band it is all of the way. Outside, it is counted from as far outside as the
        baseline was, or, where that was inside, from as far outside as the band is wide.
        """
        if not self.band:
            return _clamped((value - self.baseline) / (self.target - self.baseline))
        low, high = self.band
        far = self.outside(self.baseline) or high - low
        return _clamped(1 - self.outside(value) / far)

    def outside(self, value: Decimal) -> Decimal:
        """Return how far ``value`` lies outside the band; 0 within it, or without one."""
        low, high = self.band or (value, value)
        return max(low - value, value - high, Decimal(0))

    def path(self, on: date) -> Decimal:
        """Return how much of the way the straight path has gone on a day: 0 to 1, clamped."""
        gone = Decimal((on - self.baseline_on).days)
        return _clamped(gone / (self.due - self.baseline_on).days)

    def straight(self, on: date) -> Decimal:
        """Return the value of the straight path on a day."""
        value = self.baseline + (self.target - self.baseline) * self.path(on)
        return value.quantize(Decimal(1).scaleb(-DECIMALS))


def former(reading: Reading | None) -> list[Any]:
    """Return how the journal keeps a reading that is replaced: its value and note, or nothing."""
    return [reading.value, reading.note] if reading else []


def _clamped(share: Decimal) -> Decimal:
    return min(max(share, Decimal(0)), Decimal(1))
