"""Barriers: things in the way, each with an owner until it is knocked down."""

from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme


class BarrierQuerySet(models.QuerySet["Barrier"]):
    def standing(self) -> Self:
        """Not knocked down yet, oldest first."""
        return self.filter(knocked_down_at=None).order_by("logged_at", "pk")

    def knocked_down(self) -> Self:
        """Newest success first."""
        return self.exclude(knocked_down_at=None).order_by("-knocked_down_at", "-pk")

    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("owner__function", "logged_by__function", "knocked_down_by")


class Barrier(models.Model):
    """Something in the way; ``key`` names the attempt to log it, so one attempt is one barrier."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="barriers")
    key = models.UUIDField(default=uuid4)
    what = models.CharField(max_length=500)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers_owned"
    )
    logged_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="barriers_logged"
    )
    logged_at = models.DateTimeField(default=now)
    knocked_down_at = models.DateTimeField(null=True, blank=True)
    knocked_down_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="barriers_knocked_down",
    )
    outcome = models.CharField(max_length=500, blank=True)

    objects = BarrierQuerySet.as_manager()

    class Meta:
        ordering = ["logged_at", "pk"]
        indexes = [models.Index(fields=["programme", "logged_at"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="barrier_logged_once")
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("teams:barrier", args=[self.programme.key, self.pk])

    @classmethod
    @transaction.atomic
    def log(cls, by: Person, key: UUID, what: str, owner: Person | None = None) -> "Barrier":
        """Log a barrier once per ``key``."""
        defaults: dict[str, Any] = {"what": what, "owner": owner, "logged_by": by}
        barrier, new = cls.objects.get_or_create(
            programme=by.programme, key=key, defaults=defaults
        )
        if new:
            Event.record(by.programme, "barrier.logged", by=by, subject=barrier, title=what)
        return barrier

    @transaction.atomic
    def hand_to(self, owner: Person | None, by: Person) -> None:
        """Give the barrier another owner."""
        changed = Barrier.objects.standing().filter(pk=self.pk).exclude(owner=owner)
        if changed.update(owner=owner):
            self.refresh_from_db()
            name = owner.name if owner else None
            Event.record(
                self.programme, "barrier.handed", by=by, subject=self, title=self.what, to=name
            )

    @transaction.atomic
    def knock_down(self, by: Person, how: str) -> None:
        """Close the barrier once; a second call changes nothing."""
        standing = Barrier.objects.standing().filter(pk=self.pk)
        if standing.update(knocked_down_at=now(), knocked_down_by=by, outcome=how):
            self.refresh_from_db()
            Event.record(
                self.programme, "barrier.knocked_down", by=by, subject=self, title=self.what, how=how
            )
