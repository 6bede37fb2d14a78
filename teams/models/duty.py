"""Duties: what else takes somebody's week for a while, such as support duty."""

from typing import Self

from django.db import models, transaction
from django.urls import reverse

from changeprog.direction import days
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Programme, Role, Visibility
from teams.models.seat import WEEK, Seat

WHAT = 60
"""Characters that name a duty."""


class DutyQuerySet(models.QuerySet["Duty"]):
    def of_present(self) -> Self:
        """Of people who still take part."""
        return self.filter(person__removed_at=None)

    def with_names(self) -> Self:
        """With everything that a row of a list shows; by name, then by day."""
        related = self.select_related("programme", "person__function")
        return related.order_by("person__name", "person", "since", "pk")


class Duty(Removable):
    """From the day ``since`` until the day ``until``, both included, something else comes first.

    ``hours`` are those it takes a week; without them it takes the whole week. Whose it is, their
    chairs and the champions read it; the journal keeps it among champions.
    """

    NOUN = "duty"
    VISIBILITY = Visibility.CHAMPIONS

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties")
    what = models.CharField(max_length=WHAT)
    since = models.DateField()
    until = models.DateField()
    hours = models.DecimalField(
        "hours a week", max_digits=5, decimal_places=2, null=True, blank=True
    )

    objects = PresentManager.from_queryset(DutyQuerySet)()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="duty_said_once"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="duty_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(hours=None) | models.Q(hours__gt=0, hours__lte=WEEK),
                name="duty_hours_of_a_week",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    since__range=(days.FIRST, days.LAST), until__range=(days.FIRST, days.LAST)
                ),
                name="duty_within_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"

    def get_absolute_url(self) -> str:
        return self.get_list_url()

    def get_list_url(self) -> str:
        return reverse("teams:time", args=[self.programme.key])

    @transaction.atomic
    def say(self, by: Person) -> None:
        """Save the new duty with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("said", by)

    def is_kept_by(self, person: Person) -> bool:
        """Whether ``person`` may say, change and take it away: see ``answers_for``."""
        return answers_for(person, self.person)


def answers_for(viewer: Person, person: Person) -> bool:
    """Whether ``viewer`` sees and settles the time of ``person``.

    Everybody does so for themselves, the chairs of a team for who sits there, champions for all.
    """
    if not viewer.may(Role.MEMBER):
        return False
    return (
        viewer == person
        or viewer.may(Role.CHAMPION)
        or led_by(viewer).filter(pk=person.pk).exists()
    )


def led_by(chair: Person) -> models.QuerySet[Person]:
    """Return who sits in a team that ``chair`` leads."""
    chairs = Seat.objects.held().chairs().filter(person=chair)
    seats = Seat.objects.held().filter(team__in=chairs.values("team"))
    return Person.objects.present().filter(pk__in=seats.values("person"))
