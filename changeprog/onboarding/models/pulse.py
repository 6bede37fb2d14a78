"""Pulses: the six convictions put to a whole team, answered by nobody in particular."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications.clock import instant
from changeprog.direction.models.revised import Revised
from changeprog.onboarding import pulse_keys
from changeprog.onboarding.pulse import FEWEST
from changeprog.onboarding.pulse_box import new_pair
from changeprog.onboarding.pulse_moments import GAP, Moment
from changeprog.programme.models import Person, Team
from stakeholders.models import Belief
from teams.models import Seat

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from changeprog.onboarding.models.slip import Slip

DAY = timedelta(days=1)
FIRST_READ = timedelta(days=7)
"""For so long the team alone reads what it said, unless its lead shares it before."""
DAYS_OPEN = 7
"""From today until a pulse closes, unless another day is chosen."""
SHORTEST, LONGEST = 3, 14
"""Days that a pulse may run."""


class CannotAsk(Exception):  # noqa: N818 -- a rule of pulses, told in words
    """A team cannot be asked just now."""


class PulseQuerySet(models.QuerySet["Pulse"]):
    def open(self) -> Self:
        """In which people are answering, or whose answers wait to be read."""
        return self.filter(state=Pulse.State.OPEN)

    def read(self) -> Self:
        """Of which enough answered for something to be told."""
        return self.filter(state=Pulse.State.READ)

    def with_keys(self) -> Self:
        """Over, and not known to have lost their key."""
        return self.exclude(state=Pulse.State.OPEN).exclude(public_key=b"")

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "team__programme")


class Pulse(Revised):
    """The six questions, put to everybody seated in ``team`` until the end of ``closes_on``.

    It closes by the programme's clock and never before, so that nobody can choose after how many
    answers it is read. ``people`` are those who were asked; nothing says who has answered.
    ``answered`` is known once it is over. ``public_key`` is kept until the private one is surely
    destroyed.
    """

    NOUN = "pulse"

    class State(models.TextChoices):
        OPEN = "open", "Being answered"
        READ = "read", "Read"
        TOO_FEW = "too_few", "Too few answered"
        LOST = "lost", "Cannot be read"
        CALLED_OFF = "called_off", "Called off"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="pulses")
    moment = models.CharField(max_length=12, choices=Moment, default=Moment.BY_HAND)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=now)
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(null=True, blank=True)
    public_key = models.BinaryField(default=bytes)
    people = models.ManyToManyField(Person, related_name="pulses_asked")

    if TYPE_CHECKING:
        slips: RelatedManager[Slip]
        findings: RelatedManager["Finding"]

    objects = PulseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="pulse_opened_once"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(state="open"), name="pulse_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["team", "moment"],
                condition=~Q(moment="by_hand"),
                name="pulse_once_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.team.name

    def get_absolute_url(self) -> str:
        return reverse("onboarding:pulses_of", args=[self.programme.key, self.team_id])

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which it closes."""
        return ZoneInfo(self.programme.time_zone)

    @property
    def closes_at(self) -> datetime:
        """The moment at which its last day is over."""
        return instant(self.closes_on + DAY, time(), self.zone)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_running(self, at: datetime | None = None) -> bool:
        """Whether answers are taken at the moment ``at``, or now."""
        return self.is_open and self.programme.goes_on and (at or now()) < self.closes_at

    @property
    def is_public(self) -> bool:
        """Whether everybody in the programme may see what was told."""
        return self.state == self.State.READ and (bool(self.shared_at) or now() >= self.public_at)

    @property
    def public_at(self) -> datetime:
        """From when on everybody sees it, whether or not it is shared before."""
        return (self.closed_at or self.closes_at) + FIRST_READ

    @classmethod
    @transaction.atomic
    def ask(
        cls,
        team: Team,
        by: Person | None,
        closes_on: date,
        *,
        moment: str = Moment.BY_HAND,
        key: UUID | None = None,
    ) -> "Pulse":
        """Put the questions to everybody seated in ``team``; the same ``key`` again asks nobody.

        Raises ``CannotAsk``, and ``pulse_keys.KeyAway`` when the key cannot be kept just now.
        """
        Team.objects.select_for_update().get(pk=team.pk)
        own = cls.objects.with_names().filter(team=team)
        if key and (known := own.filter(key=key).first()):
            return known
        people = to_ask(team)
        refuse(own, team, people, by)
        public, private = new_pair()
        pulse = cls(
            programme=team.programme,
            team=team,
            moment=moment,
            closes_on=closes_on,
            public_key=public,
            **({"key": key} if key else {}),
        )
        pulse.save(force_insert=True)
        pulse.people.set(people)
        pulse.hand_out(people)
        pulse_keys.keep(public, private)
        pulse.record("asked", by)
        return pulse

    def hand_out(self, people: Collection[Person]) -> None:
        """Make a slip for each of ``people``, in the order of their names and of nothing else."""
        from changeprog.onboarding.models.slip import Slip  # noqa: PLC0415 -- it imports this

        Slip.objects.bulk_create(Slip.of(self, person) for person in people)

    @transaction.atomic
    def call_off(self, by: Person | None) -> bool:
        """Throw the answers away unread; say whether this call did it."""
        return self.end(self.State.CALLED_OFF) and bool(self.record("called_off", by))

    @transaction.atomic
    def share(self, by: Person) -> bool:
        """Let everybody see what the team said, before the week is over; say if it is new."""
        ours = Pulse.objects.read().filter(pk=self.pk, shared_at=None)
        if self.is_public or not ours.update(shared_at=now()):
            return False
        self.refresh_from_db(fields=["shared_at"])
        self.record("shared", by)
        return True

    def end(self, state: "State", answered: int | None = None) -> bool:
        """Take no answers any more and throw every slip away, so that nothing says who answered.

        Runs in a transaction. Say whether it was still open.
        """
        values: dict[str, Any] = {"state": state, "closed_at": now(), "answered": answered}
        if not Pulse.objects.open().filter(pk=self.pk).update(**values):
            return False
        self.slips.all().delete()
        self.refresh_from_db(fields=list(values))
        return True

    def forget_key(self) -> bool:
        """Destroy the key of a pulse that is over; say whether it is surely gone."""
        if self.is_open or not pulse_keys.destroy(bytes(self.public_key)):
            return False
        Pulse.objects.filter(pk=self.pk).update(public_key=b"")
        return True


class Finding(models.Model):
    """What a pulse tells of one conviction: how many in five say yes; nothing from fewer than five.

    The numbers themselves are never written down. ``given`` is how many answered that question.
    """

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="findings")
    belief = models.CharField(max_length=16, choices=Belief)
    fifths = models.PositiveSmallIntegerField(null=True, blank=True)
    given = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pulse", "belief"], name="finding_once_a_belief"),
            models.CheckConstraint(
                condition=Q(fifths=None) | Q(fifths__lte=5, given__gte=FEWEST),
                name="finding_stands_for_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.belief} in pulse {self.pulse_id}"


def to_ask(team: Team) -> list[Person]:
    """Return whom a pulse would ask: everybody seated in ``team`` whom a mail can reach."""
    seats = Seat.objects.held().filter(team=team)
    return list(Person.objects.filter(seats__in=seats).exclude(email="").order_by("pk"))


def refuse(own: PulseQuerySet, team: Team, people: Collection[Person], by: Person | None) -> None:
    """Raise ``CannotAsk`` where the pulses that there are, or too few people, forbid another."""
    if own.open().exists():
        raise CannotAsk(f"{team} is being asked already.")
    if len(people) < FEWEST:
        raise CannotAsk(
            f"Fewer than {FEWEST} people of {team} have a seat and an e-mail address. Of so few "
            "nothing may be told, so nobody is asked."
        )
    newest = own.read().order_by("-closed_at").first()
    if newest and (until := may_ask_from(newest)) > localdate(timezone=newest.zone):
        raise CannotAsk(
            f"{team} was asked less than four weeks ago. Ask again from {until:%-d %B %Y} on."
        )


def may_ask_from(newest: Pulse) -> date:
    """Return the first day on which a team may be asked again after ``newest``."""
    return localdate(newest.closed_at, newest.zone) + GAP
