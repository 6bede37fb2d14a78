"""Capability improvements: steps in one dimension of the business system, from level to level."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction import days
from changeprog.direction.levels import CHOICES, HIGHEST, LEVELS, LOWEST, Level
from changeprog.direction.models.milestone import Milestone
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Role

SHOWN_BY_LENGTH = 500


class Dimension(models.TextChoices):
    """The business system; a change that leaves one of these out is pulled back by it."""

    POLICIES = "policies", "Policies"
    PEOPLE = "people", "People"
    PROCESSES = "processes", "Processes"
    DATA = "data", "Data"
    IT = "it", "IT"


class CapabilityImprovementQuerySet(models.QuerySet["CapabilityImprovement"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("programme", "owner")


class CapabilityImprovement(Removable):
    """A step from ``level``, where the capability stands now, to ``wanted``; see ``levels``."""

    NOUN = "capability"

    name = models.CharField(max_length=200)
    dimension = models.CharField(max_length=10, choices=Dimension)
    level = models.PositiveSmallIntegerField(choices=CHOICES)
    wanted = models.PositiveSmallIntegerField(choices=CHOICES)
    milestones = models.ManyToManyField(Milestone, blank=True, related_name="capabilities")
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="capabilities"
    )
    created_at = models.DateTimeField(default=now)

    objects = PresentManager.from_queryset(CapabilityImprovementQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="capability_planned_once"),
            models.CheckConstraint(
                condition=models.Q(dimension__in=Dimension.values),
                name="capability_in_a_dimension",
            ),
            models.CheckConstraint(
                condition=models.Q(level__range=(LOWEST, HIGHEST), wanted__range=(LOWEST, HIGHEST)),
                name="capability_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("direction:capability", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("direction:value", args=[self.programme.key])

    @transaction.atomic
    def plan(self, by: Person, milestones: list[Milestone]) -> None:
        """Save the new improvement, where it stands, and its event; the same ``key`` adds none."""
        if not self.save_once():
            return
        self.milestones.set(milestones)
        self.levels.create(level=self.level, on=localdate(), by=by)
        self.record("planned", by, level=self.level, wanted=self.wanted)

    @transaction.atomic
    def assess(self, by: Person, level: int, on: date, shown_by: str) -> None:
        """Say that it stands at ``level`` since a day; the level it has already changes nothing.

        A level can fall as well as rise; every entry stays.
        """
        before = CapabilityImprovement.objects.select_for_update().get(pk=self.pk).level
        if before == level:
            return
        CapabilityImprovement.objects.filter(pk=self.pk).update(level=level)
        self.level = level
        entry = self.levels.create(level=level, on=on, shown_by=shown_by, by=by)
        changes = {"level": [str(LEVELS[before]), str(LEVELS[level])]}
        act = "raised" if level > before else "fell"
        self.record(act, by, changes=changes, undo={"entry": entry.pk, "level": before})

    @transaction.atomic
    def take_back(self, by: Person, entry: int, level: int) -> bool:
        """Take the newest entry away, which stood at ``level`` before; False when it is not it."""
        CapabilityImprovement.objects.select_for_update().get(pk=self.pk)
        newest = self.levels.order_by("-pk").first()
        if newest is None or newest.pk != entry:
            return False
        newest.delete()
        CapabilityImprovement.objects.filter(pk=self.pk).update(level=level)
        changes = {"level": [str(LEVELS[self.level]), str(LEVELS[level])]}
        self.level = level
        self.record("taken_back", by, changes=changes)
        return True

    def may_be_assessed_by(self, person: Person) -> bool:
        """Whether ``person`` may say where it stands: a champion or its owner."""
        owns = self.owner_id == person.pk and person.may(Role.MEMBER)
        return owns or person.may(Role.CHAMPION)

    @property
    def is_reached(self) -> bool:
        return self.level >= self.wanted

    @property
    def level_now(self) -> Level:
        return LEVELS[self.level]

    @property
    def level_wanted(self) -> Level:
        return LEVELS[self.wanted]


class LevelEntry(models.Model):
    """The level of a capability since a day, and what shows it."""

    capability = models.ForeignKey(
        CapabilityImprovement, on_delete=models.CASCADE, related_name="levels"
    )
    level = models.PositiveSmallIntegerField(choices=CHOICES)
    on = models.DateField()
    shown_by = models.CharField(max_length=SHOWN_BY_LENGTH, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__range=(LOWEST, HIGHEST)), name="level_on_the_scale"
            ),
            models.CheckConstraint(
                condition=models.Q(on__range=(days.FIRST, days.LAST)), name="level_within_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{LEVELS[self.level]} on {self.on}"

    @property
    def in_words(self) -> Level:
        return LEVELS[self.level]
