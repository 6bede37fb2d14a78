"""Meetings: planned, opened, led from part to part of their agenda, closed with minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person, Programme, Role

if TYPE_CHECKING:
    from teams.models.agenda_part import AgendaPart

SHORTEST, LONGEST = 5, 720
"""Minutes that a meeting may take."""
REASON = 1_000
"""Characters of the reason for which a meeting is opened although somebody is missing."""
CALENDAR = ("title", "place", "starts_at", "minutes")
"""What stands in people's calendars: when it changes, they are told."""


class ReasonMissing(Exception):  # noqa: N818 -- a rule of the meeting, told in words
    """A function without a seat in a core team needs a reason to go on without it."""

    def __init__(self) -> None:
        super().__init__("Say why it cannot wait until these seats are filled.")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def planned(self) -> Self:
        """Not opened yet."""
        return self.filter(status=Meeting.Status.PLANNED)

    def going_on(self) -> Self:
        """Of programmes that go on."""
        return self.filter(Programme.going_on("programme__"))

    def open(self) -> Self:
        """Going on."""
        return self.filter(status=Meeting.Status.OPEN)

    def closed(self) -> Self:
        """Over, with minutes; newest first."""
        return self.filter(status=Meeting.Status.CLOSED).order_by("-opened_at", "-pk")

    def ahead(self) -> Self:
        """Going on or planned; the one that is going on, or that begins first, comes first."""
        first = models.Case(models.When(status=Meeting.Status.OPEN, then=0), default=1)
        known = self.filter(status__in=[Meeting.Status.OPEN, Meeting.Status.PLANNED])
        return known.order_by(first, "starts_at", "pk")

    def with_names(self) -> Self:
        """With everything that its pages show of the meeting itself."""
        return self.select_related("programme", "leader", "current", "opened_by", "after")


class Meeting(Revised):
    """Everybody with a seat in a team, at one time, with an agenda.

    ``sequence`` counts what people's calendars have to learn; ``missing`` says in words who was
    missing when the meeting was opened, and ``gap_reason`` why it was opened all the same.
    """

    NOUN = "meeting"

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

    @property
    def place_is_link(self) -> bool:
        """Whether the place can be clicked."""
        return self.place.startswith(("https://", "http://")) and " " not in self.place

    def led_by(self, person: Person) -> bool:
        """Whether ``person`` may lead it: facilitators, champions, and whoever was asked to."""
        asked = self.leader_id == person.pk and person.may(Role.MEMBER)
        return asked or person.may(Role.FACILITATOR)

    @transaction.atomic
    def plan(self, by: Person) -> bool:
        """Save the new meeting under the next number; the same ``key`` again changes nothing."""
        Programme.objects.select_for_update().get(pk=self.programme_id)
        numbers = Meeting.objects.filter(programme=self.programme)
        self.number = (numbers.aggregate(last=models.Max("number"))["last"] or 0) + 1
        if not self.save_once():
            return False
        self.record("planned", by, starts_at=self.starts_at)
        return True

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        facts = self.replace(based_on, values)
        if not facts:
            return
        if self.status == Meeting.Status.PLANNED and facts["changes"].keys() & set(CALENDAR):
            Meeting.objects.filter(pk=self.pk).update(sequence=models.F("sequence") + 1)
            self.refresh_from_db(fields=["sequence"])
        self.record("changed", by, **facts)

    @transaction.atomic
    def cancel(self, by: Person) -> bool:
        """Call a planned meeting off; say whether this call did it."""
        values = {"status": Meeting.Status.CANCELLED, "sequence": models.F("sequence") + 1}
        return self._step(Meeting.objects.planned(), values, "cancelled", by)

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
        if not self._step(Meeting.objects.planned(), values, "opened", by):
            return False
        self.parts.filter(models.Q(pk=self.current_id)).update(started_at=self.opened_at)
        return True

    @transaction.atomic
    def turn(self, by: Person, seen: int | None, to: "AgendaPart") -> bool:
        """Go from the part that was ``seen`` to another; pressed twice it goes there once."""
        here = Meeting.objects.open().filter(current=seen).exclude(current=to)
        if not self._step(here, {"current": to}, "turned", by, part=to.title):
            return False
        moment = now()
        self.parts.filter(models.Q(pk=seen)).update(ended_at=moment)
        begun = Coalesce("started_at", models.Value(moment))
        self.parts.filter(pk=to.pk).update(started_at=begun, ended_at=None)
        return True

    @transaction.atomic
    def close(self, by: Person) -> bool:
        """End the meeting once; whoever was expected and did not come was absent."""
        moment = now()
        values = {"status": Meeting.Status.CLOSED, "closed_at": moment}
        if not self._step(Meeting.objects.open(), values, "closed", by):
            return False
        self.parts.filter(models.Q(pk=self.current_id), ended_at=None).update(ended_at=moment)
        self.attendances.filter(state="expected").update(state="absent", said_at=moment)
        return True

    @transaction.atomic
    def resume(self, by: Person) -> bool:
        """Take back that the meeting was closed, and what closing it said of those expected."""
        closed_at = self.closed_at
        values = {"status": Meeting.Status.OPEN, "closed_at": None}
        if not self._step(Meeting.objects.closed(), values, "resumed", by):
            return False
        self.parts.filter(models.Q(pk=self.current_id)).update(ended_at=None)
        silent = self.attendances.filter(state="absent", said_at=closed_at)
        silent.update(state="expected", said_at=None)
        return True

    def _step(
        self, rows: MeetingQuerySet, values: dict[str, Any], act: str, by: Person, **facts: Any
    ) -> bool:
        """Set ``values`` if the meeting is among ``rows``, with an event; say whether it was."""
        if not rows.order_by().filter(pk=self.pk).update(**values):
            self.refresh_from_db()
            return False
        self.refresh_from_db()
        self.record(act, by, **facts)
        return True
