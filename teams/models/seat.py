"""Seats: who is in which team, since when, and how much of their week they promised it."""

from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.utils.timezone import localdate

from changeprog.programme.models import Event, Person, Team

CHAIRS = 2
"""A team has one chair, or two who share the chair."""
WEEK = Decimal(168)
"""Hours in a week; nobody can promise more."""


class ChairsTaken(Exception):  # noqa: N818 -- a rule of the team, told in words
    """A team has two chairs at most."""

    def __init__(self, team: Team) -> None:
        super().__init__(f"{team} has two chairs already. Hand one of them over first.")


class AlreadySeated(Exception):  # noqa: N818 -- a rule of the team, told in words
    """A person holds one seat in a team at a time."""

    def __init__(self, person: Person, team: Team) -> None:
        super().__init__(f"{person} has a seat in {team} already.")


class SeatQuerySet(models.QuerySet["Seat"]):
    def held(self) -> Self:
        """Not left, by somebody who still takes part."""
        return self.filter(until=None, person__removed_at=None)

    def chairs(self) -> Self:
        """The one or two who lead the team."""
        return self.filter(chair=True)

    def with_names(self) -> Self:
        """With everything that a row of a list shows; chairs first, then by name."""
        related = self.select_related("person__function", "team", "after__person")
        return related.order_by("team", "-chair", "person__name", "pk")


class Seat(models.Model):
    """A person in a team from one day until another.

    ``hours`` are those a week that the person promised the team. A seat that is handed over ends,
    and the next one says ``after`` which one it came, so the history of a seat can be told.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    chair = models.BooleanField(default=False)
    hours = models.DecimalField("hours a week", max_digits=5, decimal_places=2, default=0)
    since = models.DateField(default=localdate)
    until = models.DateField(null=True, blank=True)
    after = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next"
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["team", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=models.Q(until=None),
                name="seat_held_once_a_team",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__range=(0, WEEK)), name="seat_hours_of_a_week"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="seat_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"

    @classmethod
    @transaction.atomic
    def take(
        cls, by: Person, team: Team, person: Person, *, chair: bool = False, hours: Decimal
    ) -> "Seat":
        """Seat ``person`` in ``team``; raises ``AlreadySeated`` or ``ChairsTaken``."""
        _lock(team)
        if cls.objects.filter(team=team, person=person, until=None).exists():
            raise AlreadySeated(person, team)
        if chair:
            _refuse_third_chair(team)
        seat = cls.objects.create(team=team, person=person, chair=chair, hours=hours)
        seat.record("seat.taken", by, hours=str(hours), chair=chair)
        return seat

    @transaction.atomic
    def change(self, by: Person, *, chair: bool, hours: Decimal) -> None:
        """Change what the seat promises and whether it leads; raises ``ChairsTaken``."""
        _lock(self.team)
        if chair and not self.chair:
            _refuse_third_chair(self.team)
        held = Seat.objects.filter(pk=self.pk, until=None)
        if held.exclude(chair=chair, hours=hours).update(chair=chair, hours=hours):
            self.refresh_from_db()
            self.record("seat.changed", by, hours=str(hours), chair=chair)

    @transaction.atomic
    def hand_over(self, by: Person, to: Person) -> "Seat":
        """Give the seat, with chair and hours, to somebody else; raises ``AlreadySeated``.

        Handed over twice to the same person it stays theirs.
        """
        _lock(self.team)
        taken = Seat.objects.filter(team=self.team, person=to, until=None).first()
        if taken and taken.after_id == self.pk:
            return taken
        if taken:
            raise AlreadySeated(to, self.team)
        if not Seat.objects.filter(pk=self.pk, until=None).update(until=localdate()):
            raise AlreadySeated(self.person, self.team)
        following = Seat.objects.create(
            team=self.team, person=to, chair=self.chair, hours=self.hours, after=self
        )
        following.record("seat.handed_over", by, before=self.person.name)
        return following

    @transaction.atomic
    def leave(self, by: Person) -> bool:
        """End the seat today; say whether this call did it."""
        done = Seat.objects.filter(pk=self.pk, until=None).update(until=localdate()) == 1
        self.refresh_from_db()
        if done:
            self.record("seat.left", by)
        return done

    @transaction.atomic
    def sit_again(self, by: Person) -> bool:
        """Take back that the seat was left; say whether it is held again.

        It is not while somebody else follows on it, or while the person has another seat here.
        """
        _lock(self.team)
        others = Seat.objects.filter(team=self.team, person=self.person, until=None)
        if hasattr(self, "next") or others.exclude(pk=self.pk).exists():
            return False
        if self.chair and _chairs(self.team) >= CHAIRS:
            return False
        if Seat.objects.filter(pk=self.pk).exclude(until=None).update(until=None):
            self.refresh_from_db()
            self.record("seat.taken", by, hours=str(self.hours), chair=self.chair)
        return True

    def record(self, verb: str, by: Person, **facts: Any) -> None:
        """Write what happened to the seat into the journal; the subject is the team."""
        said = {"title": self.team.name, "name": self.person.name, **facts}
        Event.record(self.team.programme, verb, by=by, subject=self.team, **said)


def leads(person: Person, team: Team) -> bool:
    """Whether ``person`` holds a chair of ``team``."""
    return Seat.objects.held().chairs().filter(team=team, person=person).exists()


def _lock(team: Team) -> None:
    """Let one change at a time be made to the seats of ``team``; runs in a transaction."""
    Team.objects.select_for_update().get(pk=team.pk)


def _chairs(team: Team) -> int:
    return Seat.objects.filter(team=team, chair=True, until=None).count()


def _refuse_third_chair(team: Team) -> None:
    if _chairs(team) >= CHAIRS:
        raise ChairsTaken(team)
