"""Meetings: planned, opened, led from part to part of their agenda, closed with minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Person, Programme, Role
from teams.models.gathering import Gathering, GatheringQuerySet, hand_on

if TYPE_CHECKING:
    from teams.models.agenda_part import AgendaPart

SHORTEST, LONGEST = 5, 720
"""Minutes that a meeting may take."""
REASON = 1_000
"""Characters of the reason for which a meeting is opened although somebody is missing."""


class ReasonMissing(Exception):  # noqa: N818 -- a rule of the meeting, told in words
    """A function without a seat in a core team needs a reason to go on without it."""

    def __init__(self) -> None:
        super().__init__("Say why it cannot wait until these seats are filled.")


class MeetingQuerySet(GatheringQuerySet["Meeting"]):
    def going_on(self) -> Self:
        """Of programmes that go on."""
        return self.filter(Programme.going_on("programme__"))

    def closed(self) -> Self:
        """Over, with minutes; newest first."""
        return self.filter(status=Meeting.Status.CLOSED).order_by("-opened_at", "-pk")

    def with_names(self) -> Self:
        """With everything that its pages show of the meeting itself."""
        return self.select_related("programme", "leader", "current", "opened_by", "after")


class Meeting(Gathering):
    """Everybody with a seat in a team, at one time, with an agenda.

    ``sequence`` counts what people's calendars have to learn; ``missing`` says in words who was
    missing when the meeting was opened, and ``gap_reason`` why it was opened all the same.
    """

    NOUN = "meeting"
    CALENDAR = ("title", "place", "starts_at", "minutes")

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Going on"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=300, help_text="A room, or the link of a call.")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    leader = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings_led"
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings_opened"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    missing = models.JSONField(default=list, blank=True)
    gap_reason = models.CharField(max_length=REASON, blank=True)
    current = models.ForeignKey(
        "teams.AgendaPart", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    after = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["programme", "status", "starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="meeting_planned_once"),
            models.UniqueConstraint(fields=["programme", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(SHORTEST, LONGEST)),
                name="meeting_minutes_of_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["planned", "cancelled"])
                | models.Q(opened_at__isnull=False),
                name="meeting_open_since",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_at__isnull=False),
                name="meeting_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("teams:meeting", args=[self.programme.key, self.pk])

    @property
    def ends(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def led_by(self, person: Person) -> bool:
        """Whether ``person`` may lead it: facilitators, champions, and whoever was asked to."""
        asked = self.leader_id == person.pk and person.may(Role.MEMBER)
        return asked or person.may(Role.FACILITATOR)

    @transaction.atomic
    def open(self, by: Person, missing: Sequence[str] = (), gap_reason: str = "") -> bool:
        """Open a planned meeting with its first part; say whether this call did it.

        Raises ``ReasonMissing`` when somebody is ``missing`` (in words) and no reason is given.
        """
        if missing and not gap_reason:
            raise ReasonMissing
        first = self.parts.first()
        values = {
            "status": Meeting.Status.OPEN,
            "opened_at": now(),
            "opened_by": by,
            "missing": list(missing),
            "gap_reason": gap_reason if missing else "",
            "current": first,
        }
        if not self.step(Meeting.objects.planned(), values, "opened", by):
            return False
        self.parts.filter(models.Q(pk=self.current_id)).update(started_at=self.opened_at)
        return True

    @transaction.atomic
    def take_opening_back(self, by: Person) -> bool:
        """Make it planned again; no more once others are here, or something has come of it."""
        come = self.attendances.here().exclude(person=by).exists()
        begun = Meeting.objects.open().filter(current=self.parts.first())
        values: dict[str, Any] = {
            "status": Meeting.Status.PLANNED,
            "opened_at": None,
            "opened_by": None,
            "missing": [],
            "gap_reason": "",
            "current": None,
        }
        if come or self.decisions.exists() or self.actions.exists():
            return False
        if not self.step(begun, values, "opening_taken_back", by):
            return False
        self.parts.update(started_at=None)
        self.attendances.filter(person=by).update(state="expected")
        return True

    @transaction.atomic
    def turn(self, by: Person, seen: int | None, to: "AgendaPart") -> bool:
        """Go from the part that was ``seen`` to another; pressed twice it goes there once."""
        here = Meeting.objects.open().filter(current=seen).exclude(current=to)
        if not self.step(here, {"current": to}, "turned", by, part=to.title):
            return False
        hand_on(self.parts.all(), seen, to.pk)
        return True

    @transaction.atomic
    def close(self, by: Person) -> bool:
        """End the meeting once; whoever was expected and did not come was absent."""
        moment = now()
        values = {"status": Meeting.Status.CLOSED, "closed_at": moment}
        if not self.step(Meeting.objects.open(), values, "closed", by):
            return False
        self.parts.filter(models.Q(pk=self.current_id), ended_at=None).update(ended_at=moment)
        self.attendances.filter(state="expected").update(state="absent", said_at=moment)
        return True

    @transaction.atomic
    def resume(self, by: Person) -> bool:
        """Take back that the meeting was closed, and what closing it said of those expected."""
        closed_at = self.closed_at
        values = {"status": Meeting.Status.OPEN, "closed_at": None}
        if not self.step(Meeting.objects.closed(), values, "resumed", by):
            return False
        self.parts.filter(models.Q(pk=self.current_id)).update(ended_at=None)
        silent = self.attendances.filter(state="absent", said_at=closed_at)
        silent.update(state="expected", said_at=None)
        return True
