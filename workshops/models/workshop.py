"""Workshops: planned, opened, led from activity to activity, closed, and resumed if cut off."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Person, Role
from teams.models.gathering import Gathering, GatheringQuerySet, hand_on
from workshops import room_news
from workshops.codes import LENGTH, new_code

if TYPE_CHECKING:
    from workshops.models.activity import Activity

PURPOSE = 1_000
"""Characters that say what the workshop is for."""
STOPPED = {"timer_ends_at": None, "timer_left": 0}
"""What its timer is before it runs, and after."""


class WorkshopQuerySet(GatheringQuerySet["Workshop"]):
    def over(self) -> Self:
        """Closed or interrupted, the newest first."""
        ended = [Workshop.Status.CLOSED, Workshop.Status.INTERRUPTED]
        return self.filter(status__in=ended).order_by("-opened_at", "-pk")

    def with_names(self) -> Self:
        """With everything that its pages show of the workshop itself."""
        return self.select_related("programme", "facilitator", "cofacilitator", "current")


class Workshop(Gathering):
    """People from many agendas, at one time, on their way to one commitment.

    ``rule`` is a consensus rule as ``workshops.consensus.Rule`` writes it; empty is the usual one.
    ``timer_ends_at`` is when the time for the present activity is over; while the timer is paused,
    or was never started, that is empty and ``timer_left`` keeps the seconds that are left.
    ``paused`` counts the seconds between its ends and its resumptions.
    """

    NOUN = "workshop"
    CALENDAR = ("title", "place", "starts_at")

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Going on"
        INTERRUPTED = "interrupted", "Interrupted"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=120)
    purpose = models.TextField(max_length=PURPOSE, blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="A room, or the link of a call.")
    starts_at = models.DateTimeField()
    facilitator = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="workshops_facilitated"
    )
    cofacilitator = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rule = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    admit_at_once = models.BooleanField(default=False)
    status = models.CharField(max_length=11, choices=Status, default=Status.PLANNED)
    current = models.ForeignKey(
        "workshops.Activity", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    timer_left = models.PositiveIntegerField(default=0)
    paused = models.PositiveIntegerField(default=0, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["programme", "status", "starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="workshop_planned_once"),
            models.UniqueConstraint(fields=["programme", "number"], name="workshop_number_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["planned", "cancelled"])
                | models.Q(opened_at__isnull=False),
                name="workshop_open_since",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_at__isnull=False),
                name="workshop_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop", args=[self.programme.key, self.pk])

    @property
    def minutes(self) -> int:
        """How long its agenda takes."""
        return self.activities.aggregate(sum=models.Sum("minutes"))["sum"] or 0

    @property
    def ends(self) -> datetime:
        """When its agenda is over if it begins in time."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_settled(self) -> bool:
        """Whether it is neither ahead nor going on, so that its agenda belongs to the record."""
        return self.status not in {Workshop.Status.PLANNED, Workshop.Status.OPEN}

    @property
    def is_open(self) -> bool:
        """Whether it is going on."""
        return self.status == Workshop.Status.OPEN

    def led_by(self, person: Person) -> bool:
        """Whether ``person`` may lead it: any facilitator or champion, and whoever was asked to.

        So a dead device does not end a workshop: another facilitator opens the page and goes on.
        """
        asked = person.pk in {self.facilitator_id, self.cofacilitator_id}
        return person.may(Role.FACILITATOR) or (asked and person.may(Role.MEMBER))

    def announce(self, *verbs: str) -> None:
        """After commit, have the pages of this one workshop show what ``verbs`` made stale.

        It is for what has no place in the journal: votes, notes, who is here.
        """
        transaction.on_commit(partial(room_news.tell, self, verbs))

    @transaction.atomic
    def plan_again(self, by: Person) -> bool:
        """Take the cancellation back; say whether it was cancelled."""
        cancelled = Workshop.objects.filter(status=Workshop.Status.CANCELLED)
        values = {"status": Workshop.Status.PLANNED, "sequence": models.F("sequence") + 1}
        return self.step(cancelled, values, "planned_again", by)

    @transaction.atomic
    def open(self, by: Person) -> bool:
        """Open a planned workshop with its first activity; say whether this call did it."""
        first = self.activities.first()
        values = {
            "status": Workshop.Status.OPEN,
            "opened_at": now(),
            "current": first,
            **running(first),
        }
        if not self.step(Workshop.objects.planned(), values, "opened", by):
            return False
        self.activities.filter(pk=self.current_id or 0).update(started_at=self.opened_at)
        return True

    @transaction.atomic
    def take_opening_back(self, by: Person) -> bool:
        """Make it planned again, as long as nobody else has come and its first activity goes on."""
        come = self.participants.arrived().exclude(person=by).exists()
        begun = Workshop.objects.open().filter(current=self.activities.first())
        values = {"status": Workshop.Status.PLANNED, "opened_at": None, "current": None, **STOPPED}
        if come or not self.step(begun, values, "opening_taken_back", by):
            return False
        self.activities.update(started_at=None)
        self.participants.filter(person=by).update(state="invited", arrived_at=None)
        return True

    @transaction.atomic
    def turn(self, by: Person, seen: int | None, to: "Activity") -> bool:
        """Go from the activity that was ``seen`` to another; pressed twice it goes there once."""
        here = Workshop.objects.open().filter(current=seen).exclude(current=to)
        values = {"current": to, **running(to)}
        if not self.step(here, values, "turned", by, activity=to.title):
            return False
        hand_on(self.activities.all(), seen, to.pk)
        return True

    @transaction.atomic
    def hand_over(self, by: Person, to: Person) -> bool:
        """Make ``to`` the facilitator; say whether that is new."""
        others = Workshop.objects.filter(
            status__in=[Workshop.Status.PLANNED, Workshop.Status.OPEN]
        ).exclude(facilitator=to)
        return self.step(others, {"facilitator": to}, "handed_over", by, to=to.name)

    @transaction.atomic
    def close(self, by: Person) -> bool:
        """End the workshop; say whether this call did it."""
        values = {"status": Workshop.Status.CLOSED, "closed_at": now()}
        return self._end(values, "closed", by)

    @transaction.atomic
    def interrupt(self) -> bool:
        """End a workshop that everybody has left; it can be resumed. Say whether it was open."""
        return self._end({"status": Workshop.Status.INTERRUPTED}, "interrupted", None)

    @transaction.atomic
    def resume(self, by: Person) -> bool:
        """Go on with a workshop that was interrupted, or closed and not yet published."""
        ended = Workshop.objects.over().filter(published_at=None)
        lost = self.paused + self._since_it_ended()
        values = {"status": Workshop.Status.OPEN, "closed_at": None, "paused": lost}
        if not self.step(ended, values, "resumed", by):
            return False
        self.activities.filter(pk=self.current_id or 0).update(ended_at=None)
        return True

    def _since_it_ended(self) -> int:
        last = self.activities.filter(pk=self.current_id or 0).first()
        return int((now() - last.ended_at).total_seconds()) if last and last.ended_at else 0

    def start_timer(self, by: Person) -> bool:
        """Let the time that is left run; say whether the timer was paused."""
        ends = now() + timedelta(seconds=self.timer_left)
        return self._set_timer(models.Q(timer_ends_at=None), timer_ends_at=ends, timer_left=0)

    def pause_timer(self, by: Person) -> bool:
        """Hold the timer; say whether it was running."""
        if self.timer_ends_at is None:
            return False
        left = max(int((self.timer_ends_at - now()).total_seconds()), 0)
        running_until = models.Q(timer_ends_at=self.timer_ends_at)
        return self._set_timer(running_until, timer_ends_at=None, timer_left=left)

    def extend_timer(self, by: Person, minutes: int) -> bool:
        """Give ``minutes`` more; a timer that has run out begins anew from now."""
        seconds = minutes * 60
        if self.timer_ends_at is None:
            paused = models.Q(timer_ends_at=None)
            return self._set_timer(paused, timer_left=models.F("timer_left") + seconds)
        ends = max(self.timer_ends_at, now()) + timedelta(seconds=seconds)
        return self._set_timer(models.Q(timer_ends_at=self.timer_ends_at), timer_ends_at=ends)

    @transaction.atomic
    def _set_timer(self, if_still: models.Q, **values: Any) -> bool:
        if not Workshop.objects.open().filter(if_still, pk=self.pk).update(**values):
            return False
        self.refresh_from_db()
        self.announce("timer.")
        return True

    def _end(self, values: dict[str, Any], act: str, by: Person | None) -> bool:
        if not self.step(Workshop.objects.open(), {**values, **STOPPED}, act, by):
            return False
        on = self.activities.filter(pk=self.current_id or 0, ended_at=None)
        on.update(ended_at=now())
        return True


def running(activity: "Activity | None") -> dict[str, Any]:
    """Return the timer's fields for an activity that begins now."""
    minutes = activity.minutes if activity else 0
    return {"timer_ends_at": now() + timedelta(minutes=minutes), "timer_left": 0}
