"""Formats: agendas that proved themselves, kept under a name for the next workshop."""

from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person

NAME = 80
"""Characters of a format's name."""


class FormatQuerySet(models.QuerySet["Format"]):
    def kept(self) -> Self:
        """Not taken off the list."""
        return self.filter(removed_at=None)


class Format(Revised):
    """An agenda with a name; ``activities`` are fields by their names, for ``Activity.lay``."""

    NOUN = "format"

    name = models.CharField(max_length=NAME)
    activities = models.JSONField(default=list)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FormatQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="format_saved_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshops", args=[self.programme.key])

    @property
    def minutes(self) -> int:
        """How long its activities take together."""
        rows: list[dict[str, Any]] = self.activities
        return sum(each["minutes"] for each in rows)

    @transaction.atomic
    def keep(self, by: Person) -> bool:
        """Save the new format; the same ``key`` again changes nothing."""
        if not self.save_once():
            return False
        self.record("saved", by)
        return True

    @transaction.atomic
    def remove(self, by: Person) -> bool:
        """Take it off the list; say whether it was on it."""
        if not Format.objects.kept().filter(pk=self.pk).update(removed_at=now()):
            return False
        self.record("removed", by)
        return True

    @transaction.atomic
    def restore(self, by: Person) -> bool:
        """Put it back onto the list; say whether it was off it."""
        off = Format.objects.filter(pk=self.pk, removed_at__isnull=False)
        if not off.update(removed_at=None):
            return False
        self.record("restored", by)
        return True
