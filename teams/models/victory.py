"""Victories: small, visible wins."""

from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.models import Event, Function, Person, Programme

TEXT = 500
"""Characters that say what was won."""
WHY = 300
"""Characters that say why it is held up for all to see."""


class VictoryQuerySet(models.QuerySet["Victory"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("function", "logged_by", "objective", "milestone")

    def promoted(self) -> Self:
        """Held up for all to see, newest first."""
        return self.exclude(promoted_at=None).order_by("-promoted_at", "-pk")


class Victory(models.Model):
    """A win; ``key`` names the attempt to log it, so that one attempt is one victory."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="victories")
    key = models.UUIDField(default=uuid4)
    what = models.CharField(max_length=TEXT)
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
    promoted_because = models.CharField(max_length=WHY, blank=True)

    objects = VictoryQuerySet.as_manager()

    class Meta:
        ordering = ["-logged_at", "-pk"]
        indexes = [
            models.Index(fields=["programme", "-logged_at"]),
            models.Index(
                fields=["programme", "-promoted_at"],
                condition=models.Q(promoted_at__isnull=False),
                name="victory_promoted",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="victory_logged_once"),
            models.CheckConstraint(
                condition=models.Q(promoted_at__isnull=False) | models.Q(promoted_because=""),
                name="victory_reason_once_promoted",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("teams:victory", args=[self.programme.key, self.pk])

    @classmethod
    @transaction.atomic
    def log(  # noqa: PLR0913, PLR0917 -- what somebody says of a victory
        cls,
        by: Person,
        key: UUID,
        what: str,
        function: Function | None = None,
        objective: Objective | None = None,
        milestone: Milestone | None = None,
    ) -> "Victory":
        """Log a victory once per ``key``."""
        said = {"what": what, "function": function, "objective": objective, "milestone": milestone}
        victory, new = cls.objects.get_or_create(
            programme=by.programme, key=key, defaults={**said, "logged_by": by}
        )
        if new:
            Event.record(by.programme, "victory.logged", by=by, subject=victory, title=what)
        return victory

    @transaction.atomic
    def promote(self, by: Person, because: str) -> bool:
        """Hold the victory up for all to see, once; say whether this call did it."""
        waiting = Victory.objects.filter(pk=self.pk, promoted_at=None)
        done = waiting.update(promoted_at=now(), promoted_because=because) == 1
        self.refresh_from_db()
        if done:
            Event.record(
                self.programme,
                "victory.promoted",
                by=by,
                subject=self,
                title=self.what,
                because=because,
            )
        return done

    @transaction.atomic
    def take_down(self, by: Person) -> None:
        """Take the promotion back; the victory stays."""
        held_up = Victory.objects.promoted().filter(pk=self.pk)
        if held_up.update(promoted_at=None, promoted_because=""):
            self.refresh_from_db()
            Event.record(self.programme, "victory.taken_down", by=by, subject=self, title=self.what)
