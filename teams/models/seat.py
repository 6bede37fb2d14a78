"""Seats: who is in which team, since when, and how much of their week they promised it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.utils.formats import date_format
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


class SeatLeft(Exception):  # noqa: N818 -- a rule of the team, told in words
    """Only a seat that is held can be changed, handed over or left."""

    def __init__(self, seat: "Seat") -> None:
        left = f"{seat} was left" + (f" on {date_format(seat.until)}" if seat.until else "")
        super().__init__(f"{left}. Nobody holds it any more.")


def still_held(prefix: str = "") -> models.Q:
    """Return the condition that the seat ``prefix`` leads to is held.

    It is not left, whoever holds it still takes part, and its team is not retired.
    """
    so = {"until": None, "person__removed_at": None, "team__retired_at": None}
    return models.Q(**{prefix + field: value for field, value in so.items()})


class SeatQuerySet(models.QuerySet["Seat"]):
    def open(self) -> Self:
        """Not left; whoever holds it may have been removed from the programme."""
        return self.filter(until=None)

    def held(self) -> Self:
        """Not left, by somebody who still takes part, in a team that is not retired."""
        return self.filter(still_held())

    def left(self) -> Self:
        """Ended, the newest first."""
        return self.exclude(until=None).order_by("-until", "-pk")

    def chairs(self) -> Self:
        """The one or two who lead the team."""
        return self.filter(chair=True)

    def with_names(self) -> Self:
        """With everything that a row of a list shows; chairs first, then by name."""
        related = self.select_related("person__function", "team", "after__person", "next__person")
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
        if cls.objects.open().filter(team=team, person=person).exists():
            raise AlreadySeated(person, team)
        if chair:
            _refuse_third_chair(team)
        seat = cls.objects.create(team=team, person=person, chair=chair, hours=hours)
        seat.record("seat.taken", by, hours=str(hours), chair=chair)
        return seat

    @transaction.atomic
    def change(self, by: Person, *, chair: bool, hours: Decimal) -> None:
        """Change what the seat promises and whether it leads.

        Raises ``SeatLeft`` or ``ChairsTaken``.
        """
        current = self._held_now()
        if chair and not current.chair:
            _refuse_third_chair(self.team)
        if (current.chair, current.hours) == (chair, hours):
            return
        self.chair, self.hours = chair, hours
        self.save(update_fields=["chair", "hours"])
        before = {"hours": str(current.hours), "chair": current.chair}
        self.record("seat.changed", by, undo=before, hours=str(hours), chair=chair)

    @transaction.atomic
    def hand_over(self, by: Person, to: Person) -> "Seat":
        """Give the seat, with chair and hours, to somebody else.

        Handed over twice to the same person it stays theirs. Raises ``AlreadySeated``, or
        ``SeatLeft`` when it was left or handed to a third person meanwhile.
        """
        _lock(self.team)
        taken = Seat.objects.open().filter(team=self.team, person=to).first()
        if taken and taken.after_id == self.pk:
            return taken
        current = self._held_now()
        if taken:
            raise AlreadySeated(to, self.team)
        Seat.objects.filter(pk=self.pk).update(until=localdate())
        following = Seat.objects.create(
            team=self.team, person=to, chair=current.chair, hours=current.hours, after=self
        )
        following.record("seat.handed_over", by, before=self.person.name)
        return following

    @transaction.atomic
    def leave(self, by: Person) -> bool:
        """End the seat today; say whether this call did it."""
        _lock(self.team)
        done = Seat.objects.open().filter(pk=self.pk).update(until=localdate()) == 1
        self.refresh_from_db()
        if done:
            self.record("seat.left", by)
        return done

    @transaction.atomic
    def sit_again(self, by: Person) -> bool:
        """Undo ``leave``; say whether the seat is held again.

        It is not while somebody else follows on it, while the person has another seat here, or
        while others hold both chairs.
        """
        _lock(self.team)
        if Seat.objects.filter(after=self).exists() or self._is_in_the_way_of_itself():
            return False
        if Seat.objects.left().filter(pk=self.pk).order_by().update(until=None):
            self.refresh_from_db()
            self.record("seat.resumed", by)
        return True

    @transaction.atomic
    def take_back(self, by: Person) -> bool:
        """Undo ``take`` or ``hand_over``: as if the seat had never been given; say whether it was.

        Whoever held it before holds it again. A seat that somebody follows on is part of the
        team's history, and stays, as does one that was left.
        """
        _lock(self.team)
        own = Seat.objects.open().filter(pk=self.pk)
        if Seat.objects.filter(after=self).exists() or not own.exists():
            return False
        self.record("seat.taken_back", by)
        own.delete()
        if self.after_id:
            Seat.objects.filter(pk=self.after_id).update(until=None)
        return True

    def _held_now(self) -> "Seat":
        """Lock the team and return the seat as it is; raises ``SeatLeft``."""
        _lock(self.team)
        current = Seat.objects.select_related("team", "person").filter(pk=self.pk).first()
        if current is None or current.until:
            raise SeatLeft(current or self)
        return current

    def _is_in_the_way_of_itself(self) -> bool:
        """Whether the person has another seat in the team, or its chairs are taken."""
        others = Seat.objects.open().filter(team=self.team).exclude(pk=self.pk)
        chairs = others.filter(chair=True, person__removed_at=None).count()
        return others.filter(person=self.person).exists() or (self.chair and chairs >= CHAIRS)

    def record(
        self, verb: str, by: Person, undo: Mapping[str, Any] | None = None, **facts: Any
    ) -> None:
        """Write what happened to the seat into the journal; the subject is the team.

        ``undo`` is what the opposite act needs to know besides which seat it is.
        """
        kept = {"seat": self.pk, **(undo or {})}
        said = {"title": self.team.name, "person": self.person.name, "undo": kept, **facts}
        Event.record(self.team.programme, verb, by=by, subject=self.team, **said)


def leads(person: Person, team: Team) -> bool:
    """Whether ``person`` holds a chair of ``team``."""
    return Seat.objects.held().chairs().filter(team=team, person=person).exists()


def _lock(team: Team) -> None:
    """Let one change at a time be made to the seats of ``team``; runs in a transaction."""
    Team.objects.select_for_update().get(pk=team.pk)


def _refuse_third_chair(team: Team) -> None:
    """Raise ``ChairsTaken``; chairs of people who were removed are free, and their seats end."""
    chairs = Seat.objects.open().chairs().filter(team=team)
    if chairs.filter(person__removed_at=None).count() >= CHAIRS:
        raise ChairsTaken(team)
    chairs.exclude(person__removed_at=None).update(until=localdate())
