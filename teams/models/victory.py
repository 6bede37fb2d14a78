"""Victories: small, visible wins."""

from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.models import Event, Function, Person, Programme


class VictoryQuerySet(models.QuerySet["Victory"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("function", "logged_by__function", "objective", "milestone")

    def promoted(self) -> Self:
        return self.exclude(promoted_at=None).order_by("-promoted_at", "-pk")


class Victory(models.Model):
    """A win; ``key`` names the attempt to log it, so that one attempt is one victory."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="victories")
    key = models.UUIDField(default=uuid4)
    what = models.CharField(max_length=500)
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    logged_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="victories"
    )
    logged_at = models.DateTimeField(default=now)
    promoted_at = models.DateTimeField(null=True, blank=True)
    promoted_because = models.CharField(max_length=300, blank=True)

    objects = VictoryQuerySet.as_manager()

    class Meta:
        ordering = ["-logged_at", "-pk"]
        indexes = [models.Index(fields=["programme", "-logged_at"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="victory_logged_once")
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("teams:victory", args=[self.programme.key, self.pk])

    @classmethod
    @transaction.atomic
    def log(cls, by: Person, key: UUID, what: str, **links: Any) -> "Victory":
        """Log a victory once per ``key``; ``links`` are function, objective and milestone."""
        victory, new = cls.objects.get_or_create(
            programme=by.programme, key=key, defaults={"what": what, "logged_by": by, **links}
        )
        if new:
            Event.record(by.programme, "victory.logged", by=by, subject=victory, title=what)
        return victory

    @transaction.atomic
    def promote(self, by: Person, because: str) -> None:
        """Hold the victory up for all to see, once, with a sentence why."""
        waiting = Victory.objects.filter(pk=self.pk, promoted_at=None)
        if waiting.update(promoted_at=now(), promoted_because=because):
            self.refresh_from_db()
            Event.record(
                self.programme,
                "victory.promoted",
                by=by,
                subject=self,
                title=self.what,
                because=because,
            )
