"""Mentors: who helps a team, and the hours of their week that somebody set aside for it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Event, Person, Programme, Team

ABOUT = 200
"""Characters that say what a mentor can be asked about."""
WEEK = Decimal(40)
"""Hours a week that can be set aside at most: more than a job is no time set aside."""


class AlreadyMentor(Exception):  # noqa: N818 -- a rule of the team, told in words
    """A person is a mentor of a team once at a time."""

    def __init__(self, person: Person, team: Team) -> None:
        super().__init__(f"{person} is a mentor of {team} already.")


def still_held(prefix: str = "") -> models.Q:
    """Return the condition that somebody still is a mentor, of a team that is not retired."""
    so = {
        "until": None,
        "removed_at": None,
        "person__removed_at": None,
        "team__retired_at": None,
    }
    return models.Q(**{prefix + field: value for field, value in so.items()})


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def of(self, programme: Programme) -> Self:
        return self.filter(programme=programme)

    def held(self) -> Self:
        """Not ended, by somebody who still takes part, for a team that is not retired."""
        return self.filter(still_held())

    def ended(self) -> Self:
        """Over, the newest first."""
        return self.exclude(until=None).order_by("-until", "-pk")

    def with_names(self) -> Self:
        """With everything that a row shows, by team and name."""
        named = self.select_related("programme", "team", "person__function", "granted_by")
        return named.order_by("team__name", "team", "person__name", "pk")


class Mentorship(Removable):
    """Somebody who helps the people of a team, with ``hours`` of each week set aside for it.

    ``granted_by`` is whose word stands behind the hours: time that nobody else knows of is taken
    away by the next busy week.
    """

    NOUN = "mentorship"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="mentorships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorships")
    hours = models.DecimalField("hours a week", max_digits=4, decimal_places=2)
    granted_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentorships_granted",
    )
    about = models.CharField(max_length=ABOUT, blank=True)
    since = models.DateField(default=localdate)
    until = models.DateField(null=True, blank=True)

    objects = PresentManager.from_queryset(MentorshipQuerySet)()

    class Meta:
        ordering = ["team", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="mentorship_named_once"),
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=models.Q(until=None, removed_at=None),
                name="mentorship_held_once_a_team",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gt=0, hours__lte=WEEK), name="mentorship_hours_of_a_week"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="mentorship_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.team}"

    def get_absolute_url(self) -> str:
        return f"{self.get_list_url()}?team={self.team_id}"

    def get_list_url(self) -> str:
        return reverse("onboarding:mentors", args=[self.programme.key])

    @transaction.atomic
    def name_it(self, by: Person) -> None:
        """Save the new mentor with an event; the same ``key`` again changes nothing.

        Raises ``AlreadyMentor``.
        """
        known = Mentorship.everything().filter(programme=self.programme, key=self.key).exists()
        if not known:
            self._refuse_second()
        if self.save_once():
            self.record("named", by, hours=str(self.hours))

    @transaction.atomic
    def end(self, by: Person) -> bool:
        """End it today; say whether this call did it."""
        current = Mentorship.objects.filter(pk=self.pk, until=None)
        if not current.update(until=max(localdate(), self.since)):
            return False
        self.refresh_from_db(fields=["until"])
        self.record("ended", by)
        return True

    @transaction.atomic
    def resume(self, by: Person) -> None:
        """Undo ``end``; raises ``AlreadyMentor`` where the person was named again meanwhile."""
        self._refuse_second()
        over = Mentorship.objects.filter(pk=self.pk).exclude(until=None)
        if over.update(until=None):
            self.refresh_from_db(fields=["until"])
            self.record("resumed", by)

    @transaction.atomic
    def restore(self, by: Person, ties: Mapping[str, list[int]]) -> None:
        """Undo ``remove``; raises ``AlreadyMentor`` where the person was named again meanwhile."""
        self._refuse_second()
        super().restore(by, ties)

    def record(self, act: str, by: Person | None, **facts: Any) -> Event:
        """Write what happened, with the name of who is the mentor."""
        return super().record(act, by, mentor=self.person.name, **facts)

    def _refuse_second(self) -> None:
        """Lock the team, so that nobody is named twice at once."""
        Team.objects.select_for_update().get(pk=self.team_id)
        others = Mentorship.objects.filter(team=self.team, person=self.person, until=None)
        if others.exclude(pk=self.pk).exists():
            raise AlreadyMentor(self.person, self.team)
