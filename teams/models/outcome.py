"""What comes out of a meeting: decisions, and actions with an owner and a day."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction import days
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person, Role
from teams.models.meeting import Meeting

TEXT = 500
"""Characters of a decision or an action."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class Decision(Revised):
    """Something a meeting decided, in its words."""

    NOUN = "decision"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=TEXT)
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="decision_made_once"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("teams:meeting_minutes", args=[self.programme.key, self.meeting_id])

    @transaction.atomic
    def make(self, by: Person) -> None:
        """Write the new decision down; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("made", by)

    @transaction.atomic
    def withdraw(self, by: Person) -> None:
        """Take the decision off the minutes, once."""
        if Decision.objects.standing().filter(pk=self.pk).update(withdrawn_at=now()):
            self.record("withdrawn", by)

    @transaction.atomic
    def restore(self, by: Person) -> None:
        """Undo ``withdraw``."""
        gone = Decision.objects.filter(pk=self.pk).exclude(withdrawn_at=None)
        if gone.update(withdrawn_at=None):
            self.record("restored", by)


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        """Still to be done; the one that is due first comes first, those without a day last."""
        waiting = self.filter(done_at=None, dropped_at=None)
        return waiting.order_by(models.F("due").asc(nulls_last=True), "pk")

    def kept(self) -> Self:
        """Not dropped."""
        return self.filter(dropped_at=None)

    def open_at(self, meeting: Meeting) -> Self:
        """Those agreed in earlier meetings that were still open when ``meeting`` began.

        Before it begins they are those open now.
        """
        begun = meeting.opened_at or now()
        undone = models.Q(done_at=None) | models.Q(done_at__gte=begun)
        earlier = self.kept().filter(undone, programme=meeting.programme, agreed_at__lt=begun)
        return earlier.exclude(meeting=meeting).order_by(models.F("due").asc(nulls_last=True), "pk")

    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("programme", "owner", "meeting")


class Action(Revised):
    """What somebody takes on in a meeting; it comes along until it is done.

    Without a meeting it was agreed elsewhere, such as in a workshop.
    """

    NOUN = "action"

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="actions"
    )
    text = models.CharField(max_length=TEXT)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions_owned"
    )
    due = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["agreed_at", "pk"]
        indexes = [
            models.Index(
                fields=["owner"],
                condition=models.Q(done_at=None, dropped_at=None),
                name="action_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="action_agreed_once"),
            models.CheckConstraint(
                condition=models.Q(due=None) | models.Q(due__range=(days.FIRST, days.LAST)),
                name="action_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("teams:action", args=[self.programme.key, self.pk])

    def is_late(self, today: date) -> bool:
        """Whether its day has passed with it undone."""
        return self.done_at is None and self.due is not None and self.due < today

    def led_by(self, person: Person) -> bool:
        """Whether ``person`` may look after it: whoever leads its meeting, or champions."""
        return self.meeting.led_by(person) if self.meeting else person.may(Role.CHAMPION)

    @property
    def present_owner(self) -> Person | None:
        """Whoever owns it and still takes part."""
        return self.owner if self.owner and self.owner.removed_at is None else None

    @transaction.atomic
    def agree(self, by: Person) -> None:
        """Write the new action down; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("agreed", by, owner=self.owner.name if self.owner else None)

    @transaction.atomic
    def finish(self, by: Person) -> bool:
        """Say once that it is done; say whether this call did it."""
        return self._mark(models.Q(done_at=None), "done", by, done_at=now())

    @transaction.atomic
    def reopen(self, by: Person) -> bool:
        """Undo ``finish``."""
        return self._mark(models.Q(done_at__isnull=False), "reopened", by, done_at=None)

    @transaction.atomic
    def drop(self, by: Person) -> bool:
        """Take back that it was agreed, once."""
        return self._mark(models.Q(dropped_at=None), "dropped", by, dropped_at=now())

    @transaction.atomic
    def take_up(self, by: Person) -> bool:
        """Undo ``drop``."""
        return self._mark(models.Q(dropped_at__isnull=False), "taken_up", by, dropped_at=None)

    def _mark(self, before: models.Q, act: str, by: Person, **values: object) -> bool:
        if not Action.objects.filter(before, pk=self.pk).update(**values):
            return False
        self.refresh_from_db()
        self.record(act, by)
        return True
