"""Barriers: things in the way, each with an owner until it is knocked down."""

from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme

TEXT = 500
"""Characters that say what is in the way, or how it was knocked down."""

AGEING, OLD = 7, 21
"""Days after which a standing barrier looks older, and old."""


def without_owner() -> models.Q:
    """Return the condition that nobody who still takes part owns a barrier.

    It asks the barrier's own row, without a join: an update that waited for another one then sees
    the owner whom that one has written.
    """
    gone = Person.objects.exclude(removed_at=None)
    return models.Q(owner=None) | models.Q(owner__in=gone)


class BarrierQuerySet(models.QuerySet["Barrier"]):
    def standing(self) -> Self:
        """Not knocked down yet, oldest first."""
        return self.filter(knocked_down_at=None).order_by("logged_at", "pk")

    def knocked_down(self) -> Self:
        """Newest success first."""
        return self.exclude(knocked_down_at=None).order_by("-knocked_down_at", "-pk")

    def unowned(self) -> Self:
        """With nobody who could do something about it."""
        return self.filter(without_owner())

    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("owner", "logged_by", "knocked_down_by")


class Barrier(models.Model):
    """Something in the way; ``key`` names the attempt to log it, so one attempt is one barrier."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="barriers")
    key = models.UUIDField(default=uuid4)
    what = models.CharField(max_length=TEXT)
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
    outcome = models.CharField(max_length=TEXT, blank=True)

    objects = BarrierQuerySet.as_manager()

    class Meta:
        ordering = ["logged_at", "pk"]
        indexes = [
            models.Index(fields=["programme", "logged_at"]),
            models.Index(
                fields=["programme", "logged_at"],
                condition=models.Q(knocked_down_at=None),
                name="barrier_standing",
            ),
            models.Index(
                fields=["programme", "-knocked_down_at"],
                condition=models.Q(knocked_down_at__isnull=False),
                name="barrier_knocked_down",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="barrier_logged_once"),
            models.CheckConstraint(
                condition=models.Q(knocked_down_at__isnull=False) | models.Q(outcome=""),
                name="barrier_outcome_once_down",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("teams:barrier", args=[self.programme.key, self.pk])

    @property
    def present_owner(self) -> Person | None:
        """Whoever owns the barrier and still takes part."""
        return self.owner if self.owner and self.owner.removed_at is None else None

    @property
    def age(self) -> int:
        """Whole days that the barrier has been standing, or stood."""
        return ((self.knocked_down_at or now()) - self.logged_at).days

    @property
    def age_tone(self) -> str:
        """The tone of its age: quiet, a warning, or bad."""
        return "is-bad" if self.age >= OLD else "is-warn" if self.age >= AGEING else ""

    @classmethod
    @transaction.atomic
    def log(cls, by: Person, key: UUID, what: str, owner: Person | None = None) -> "Barrier":
        """Log a barrier once per ``key``."""
        barrier, new = cls.objects.get_or_create(
            programme=by.programme,
            key=key,
            defaults={"what": what, "owner": owner, "logged_by": by},
        )
        if new:
            facts: dict[str, Any] = {"title": what, "owner": owner.name if owner else None}
            Event.record(by.programme, "barrier.logged", by=by, subject=barrier, **facts)
        return barrier

    @transaction.atomic
    def take(self, by: Person) -> bool:
        """Make ``by`` the owner of a barrier that has none; say whether they are the one."""
        free = Barrier.objects.standing().unowned().filter(pk=self.pk)
        if not free.update(owner=by):
            self.refresh_from_db()
            return self.owner == by
        self._record("barrier.taken", by)
        return True

    @transaction.atomic
    def hand_to(self, owner: Person | None, by: Person) -> bool:
        """Give the barrier to another owner, or to nobody; say whether it is still standing."""
        standing = Barrier.objects.standing().filter(pk=self.pk)
        if standing.exclude(owner=owner).update(owner=owner):
            self._record("barrier.handed", by, to=owner.name if owner else None)
        return standing.exists()

    @transaction.atomic
    def knock_down(self, by: Person, how: str) -> bool:
        """Close the barrier once; say whether this call did it, for a second changes nothing."""
        standing = Barrier.objects.standing().filter(pk=self.pk)
        if not standing.update(knocked_down_at=now(), knocked_down_by=by, outcome=how):
            self.refresh_from_db()
            return False
        self._record("barrier.knocked_down", by, how=how)
        return True

    @transaction.atomic
    def stand_again(self, by: Person) -> None:
        """Put a barrier back that was knocked down too early; the journal keeps both."""
        down = Barrier.objects.knocked_down().filter(pk=self.pk)
        if down.update(knocked_down_at=None, knocked_down_by=None, outcome=""):
            self._record("barrier.stood_again", by)

    def _record(self, verb: str, by: Person, **facts: Any) -> None:
        self.refresh_from_db()
        Event.record(self.programme, verb, by=by, subject=self, title=self.what, **facts)
