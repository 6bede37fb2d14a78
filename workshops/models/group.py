"""Groups: notes that say something alike, under a name."""

from typing import Self

from django.db import models, transaction
from django.urls import reverse

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person
from workshops import phases
from workshops.models.activity import Activity
from workshops.phases import Phase

NAME = 200
"""Characters of a group's name."""


class GroupQuerySet(models.QuerySet["Group"]):
    def in_place(self) -> Self:
        """In the order of the board."""
        return self.order_by("place", "pk")


class Group(Revised):
    """One column of the board. ``draft`` is what it would become in the programme."""

    NOUN = "group"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=NAME, blank=True)
    place = models.PositiveSmallIntegerField()
    draft = models.JSONField(default=dict, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="group_made_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"Group {self.place}"

    @property
    def target(self) -> str:
        """How pages and votes name it."""
        return f"group-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop", args=[self.programme.key, self.activity.workshop_id])

    @transaction.atomic
    def rename(self, by: Person, based_on: int, name: str) -> None:
        """Name it; raises ``Overtaken`` on an old revision, and ``NotNow`` while people write."""
        after = set(Phase) - {Phase.WRITE}
        phases.require(self.activity, after, "Groups are named once the notes are written.")
        if self.replace(based_on, {"name": name}):
            self.activity.workshop.announce("note.")
