"""Milestones: events with a date and an owner on the way to an objective."""

from datetime import date, timedelta
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.objective import Objective
from changeprog.programme.models import Event, Person, Programme


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def open(self) -> Self:
        """Not reached yet."""
        return self.filter(reached_on=None)

    def reached(self) -> Self:
        return self.exclude(reached_on=None)

    def due_within(self, days: int, today: date) -> Self:
        """Open and due at most ``days`` days after ``today``, late ones included."""
        return self.open().filter(due__lte=today + timedelta(days=days))


class Milestone(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    due = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="milestones"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="milestones"
    )
    visible_benefit = models.BooleanField(default=False)
    reached_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["programme", "due"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("direction:milestone", args=[self.programme.key, self.pk])

    @transaction.atomic
    def plan(self, by: Person) -> None:
        """Save a new or changed milestone with its event."""
        verb = "milestone.changed" if self.pk else "milestone.planned"
        self.save()
        Event.record(self.programme, verb, by=by, subject=self, title=self.name, due=self.due)

    @transaction.atomic
    def reach(self, by: Person, on: date, evidence: str) -> None:
        """Mark the milestone reached once; a second call changes nothing."""
        open_ones = Milestone.objects.open().filter(pk=self.pk)
        if open_ones.update(reached_on=on, evidence=evidence):
            self.refresh_from_db()
            Event.record(
                self.programme, "milestone.reached", by=by, subject=self, title=self.name, on=on
            )

    @transaction.atomic
    def reopen(self, by: Person) -> None:
        """Take back that the milestone was reached; its evidence stays."""
        if Milestone.objects.reached().filter(pk=self.pk).update(reached_on=None):
            self.refresh_from_db()
            Event.record(self.programme, "milestone.reopened", by=by, subject=self, title=self.name)

    def state(self, today: date) -> str:
        """Return reached, late or upcoming, as seen on ``today``."""
        if self.reached_on:
            return "reached"
        return "late" if self.due < today else "upcoming"
