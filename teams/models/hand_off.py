"""Hand-offs: what goes from one team to another, and where it could fall through."""

from typing import Any, Self
from uuid import uuid5

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Team
from teams.models.barrier import Barrier

WHAT, RISK = 120, 300
"""Characters that say what goes over, and what can fall through."""


class HandOffState(models.TextChoices):
    WORKS = "works", "Works"
    LEAKS = "leaks", "Leaks"
    UNKNOWN = "unknown", "Nobody knows"


class HandOffKind(models.TextChoices):
    """Which way it goes: towards the customer, or back from there; the former comes first."""

    FORWARD = "forward", "Work that goes on"
    FEEDBACK = "feedback", "Feedback and complaints that come back"


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def between_present(self) -> Self:
        """Between teams that are not retired."""
        return self.filter(from_team__retired_at=None, to_team__retired_at=None)

    def leaking(self) -> Self:
        """Known to leak."""
        return self.filter(state=HandOffState.LEAKS)

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related(
            "programme", "from_team", "to_team", "checked_by", "barrier", "milestone"
        )


class HandOff(Removable):
    """One thing that goes over; ``state`` is what somebody found when it was last checked.

    ``milestone`` is what depends on it, if it does not just go over every day. ``barrier`` is what
    a leak became; another leak, once that is knocked down, becomes another.
    """

    NOUN = "hand_off"
    State = HandOffState
    Kind = HandOffKind

    from_team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="hands_over")
    to_team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="takes_over")
    what = models.CharField(max_length=WHAT)
    risk = models.CharField(max_length=RISK, blank=True)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="hand_offs"
    )
    kind = models.CharField(max_length=10, choices=HandOffKind, default=HandOffKind.FORWARD)
    state = models.CharField(max_length=10, choices=HandOffState, default=HandOffState.UNKNOWN)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="hand_offs_checked"
    )
    barrier = models.ForeignKey(
        Barrier, on_delete=models.SET_NULL, null=True, blank=True, related_name="leaks"
    )

    objects = PresentManager.from_queryset(HandOffQuerySet)()

    class Meta:
        ordering = ["-kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="hand_off_named_once"),
            models.CheckConstraint(
                condition=~models.Q(from_team=models.F("to_team")), name="hand_off_to_another_team"
            ),
            models.CheckConstraint(
                condition=models.Q(state="unknown") | models.Q(checked_on__isnull=False),
                name="hand_off_known_since_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return f"{self.get_list_url()}#hand-off-{self.pk}"

    def get_list_url(self) -> str:
        return reverse("teams:hand_offs", args=[self.programme.key])

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return {"works": "is-good", "leaks": "is-bad"}.get(self.state, "")

    @property
    def leaks(self) -> bool:
        return self.state == HandOffState.LEAKS

    @property
    def is_feedback(self) -> bool:
        return self.kind == HandOffKind.FEEDBACK

    @property
    def standing_barrier(self) -> Barrier | None:
        """The barrier that its leak became, while that stands."""
        known = self.barrier
        return known if known and known.knocked_down_at is None else None

    @transaction.atomic
    def name_it(self, by: Person) -> None:
        """Save the new hand-off with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("named", by)

    @transaction.atomic
    def check_it(self, by: Person, state: str) -> None:
        """Say what ``by`` found today; the same found again by them today is no event."""
        current = self._lock()
        facts = self.replace(
            current.revision, {"state": state, "checked_on": localdate(), "checked_by": by}
        )
        if facts:
            self.record("checked", by, **facts, found=self.get_state_display())

    @transaction.atomic
    def become_barrier(self, by: Person) -> Barrier | None:
        """Return the barrier that its leak is, logged now unless it stands already.

        What does not leak is no barrier. The team that hands over is asked to clear it.
        """
        current = self._lock()
        if not current.leaks:
            return None
        if known := current.standing_barrier:
            return known
        said: dict[str, Any] = {"team": current.from_team, "affected_team": current.to_team}
        words = f"{current.what} leaks between {current.from_team} and {current.to_team}"
        key = uuid5(current.key, str(current.barrier_id or 0))
        barrier = Barrier.log(by, key, words, source=current, **said)
        if barrier.removed_at:
            barrier.bring_back(by)
        HandOff.objects.filter(pk=current.pk).update(barrier=barrier)
        current.record("became_barrier", by)
        return barrier

    def _lock(self) -> "HandOff":
        """Let one change at a time be made; return the row as it is. Runs in a transaction."""
        related = HandOff.objects.select_related("programme", "from_team", "to_team", "barrier")
        row: HandOff = related.select_for_update(of=("self",)).get(pk=self.pk)
        return row
