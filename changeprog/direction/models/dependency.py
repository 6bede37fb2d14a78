"""Dependencies: a milestone waits for another one of its programme, never in a circle."""

from collections import defaultdict
from typing import Self

from django.db import models, transaction

from changeprog.direction.models.milestone import Milestone
from changeprog.direction.waiting import chain
from changeprog.programme.models import Person, Programme


class Circle(Exception):  # noqa: N818 -- told in words
    """A milestone would wait for itself.

    ``chain`` leads from the one it would wait for back to the milestone, each waiting for the next.
    """

    def __init__(self, chain: list[Milestone]) -> None:
        super().__init__("These milestones would wait for one another.")
        self.chain = chain


class DependencyQuerySet(models.QuerySet["Dependency"]):
    def of(self, programme: Programme) -> Self:
        return self.filter(milestone__programme=programme)

    def by_milestone(self) -> dict[int, list[int]]:
        """Return for each milestone that waits the keys of those it waits for."""
        waits: dict[int, list[int]] = defaultdict(list)
        for milestone, needed in self.values_list("milestone", "needed"):
            waits[milestone].append(needed)
        return waits


class PresentManager(models.Manager["Dependency"]):
    """Leaves out those of a milestone that was taken away."""

    def get_queryset(self) -> models.QuerySet["Dependency"]:
        both = {"milestone__removed_at": None, "needed__removed_at": None}
        return super().get_queryset().filter(**both)


class Dependency(models.Model):
    """``milestone`` waits for ``needed``."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dependencies")
    needed = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dependents")

    objects = PresentManager.from_queryset(DependencyQuerySet)()
    every = DependencyQuerySet.as_manager()
    """Also those that come back with a milestone that was taken away."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "needed"], name="dependency_once"),
            models.CheckConstraint(
                condition=~models.Q(milestone=models.F("needed")), name="dependency_on_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} waits for {self.needed}"

    @classmethod
    @transaction.atomic
    def add(cls, by: Person, milestone: Milestone, needed: Milestone) -> None:
        """Let ``milestone`` wait for ``needed``; a second call changes nothing.

        Raises ``Circle`` when ``needed`` already waits for ``milestone``. Additions take turns by
        the programme's row, so two that would only together close a circle cannot both pass; the
        lock is the weaker one, with which events can be written meanwhile.
        """
        programme = milestone.programme
        if needed.programme_id != programme.pk:
            raise ValueError("A milestone waits only for those of its own programme.")
        Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
        known = cls.every.of(programme).by_milestone()
        if found := chain(known, needed.pk, milestone.pk):
            in_words = Milestone.everything().in_bulk(found)
            raise Circle([in_words[pk] for pk in found])
        _, made = cls.objects.get_or_create(milestone=milestone, needed=needed)
        if made:
            _record("waits", by, milestone, needed)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Let the milestone wait no longer; a second call changes nothing."""
        removed, _ = Dependency.objects.filter(pk=self.pk).delete()
        if removed:
            _record("freed", by, self.milestone, self.needed)


def _record(act: str, by: Person, milestone: Milestone, needed: Milestone) -> None:
    milestone.record(act, by, other=needed.name, undo={"needed": needed.pk})
