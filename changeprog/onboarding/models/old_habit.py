"""Old habits with a new use: what people do anyway, and what the new way can make of it."""

from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Team

HABIT, USE = 200, 300
"""Characters that say what people do already, and how the new way uses it."""


class OldHabitQuerySet(models.QuerySet["OldHabit"]):
    def of_active_teams(self) -> Self:
        """Of teams that are not retired."""
        return self.filter(team__retired_at=None)

    def by_team(self) -> Self:
        """With everything that a row shows, by the names of the teams, the newest first."""
        return self.select_related("programme", "team", "by").order_by("team__name", "-at", "-pk")


class OldHabit(Removable):
    """Nobody has to learn what they do already: ``use`` says where the new way takes it up."""

    NOUN = "old_habit"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="old_habits")
    habit = models.CharField(max_length=HABIT)
    use = models.CharField(max_length=USE)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="old_habits")
    at = models.DateTimeField(default=now)

    objects = PresentManager.from_queryset(OldHabitQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="old_habit_named_once")
        ]

    def __str__(self) -> str:
        return self.habit

    def get_absolute_url(self) -> str:
        return self.get_list_url()

    def get_list_url(self) -> str:
        return reverse("onboarding:old_habits", args=[self.programme.key])

    @transaction.atomic
    def name_it(self, by: Person) -> None:
        """Save the new row with its event; the same ``key`` again changes nothing."""
        self.by = by
        if self.save_once():
            self.record("named", by)
