"""Trials: a task or two of a team, done the new way for at least a month."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction.models import Objective
from changeprog.direction.models.removable import PresentManager, Removable, Ties
from changeprog.direction.models.revised import Overtaken
from changeprog.onboarding.models.adoption import Adoption, Stage
from changeprog.onboarding.trial_days import Question, next_question, offered
from changeprog.programme.models import Person, Team

TASK, WORDS = 120, 300
"""Characters that name a task, and that say where, for what purpose, and what is hoped for."""
SHORTEST = 28
"""Days that a month has at least; the form asks for a whole one."""


class Rhythm(models.TextChoices):
    DAY = "day", "Each day"
    WEEK = "week", "Each week"


class Outcome(models.TextChoices):
    OPEN = "open", "Not decided yet"
    KEPT = "kept", "Kept"
    DROPPED = "dropped", "Dropped"


class OneAtATime(Overtaken):
    """A team tries one thing, and then the next; ``current`` is what it tries."""

    def __init__(self, other: "Trial") -> None:
        super().__init__(other)
        words = f"{other.team} has “{other}” on trial, and one thing at a time is enough."
        self.args = (f"{words} Evaluate it first, or take it away.",)


class TrialQuerySet(models.QuerySet["Trial"]):
    def planned(self) -> Self:
        """Not begun yet."""
        return self.filter(begun_at=None)

    def running(self) -> Self:
        """Begun, and nothing decided yet."""
        return self.filter(outcome=Outcome.OPEN).exclude(begun_at=None)

    def kept(self) -> Self:
        """Decided to go on with."""
        return self.filter(outcome=Outcome.KEPT)

    def dropped(self) -> Self:
        return self.filter(outcome=Outcome.DROPPED)

    def current(self) -> Self:
        """Planned, running, or kept with something still to be asked; those that run come first."""
        asked = ~Q(outcome=Outcome.DROPPED) & ~Q(evaluations__kind="results")
        return self.filter(asked).order_by("-outcome", "starts_on", "pk")

    def of_active_teams(self) -> Self:
        """Of teams that are not retired."""
        return self.filter(team__retired_at=None)

    def with_names(self) -> Self:
        """With everything that a card shows."""
        return self.select_related("programme", "team").prefetch_related("evaluations__by")


class Trial(Removable):
    """What a team tries, from ``starts_on`` to ``ends_on``, once it has begun.

    ``where`` says where exactly in the working day the new way enters. ``rhythm`` is what people
    tick. ``decided_on`` is the day on which it was kept or dropped. A team tries one thing at a
    time: what is not decided yet, there is at most one of.
    """

    NOUN = "trial"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="trials")
    task = models.CharField(max_length=TASK)
    second_task = models.CharField(max_length=TASK, blank=True)
    where = models.CharField(max_length=WORDS)
    purpose = models.CharField(max_length=WORDS)
    hope = models.CharField(max_length=WORDS)
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="trials"
    )
    rhythm = models.CharField(max_length=4, choices=Rhythm, default=Rhythm.DAY)
    starts_on = models.DateField(default=localdate)
    ends_on = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="trials_owned"
    )
    made_at = models.DateTimeField(default=now, editable=False)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.OPEN)
    decided_on = models.DateField(null=True, blank=True, editable=False)

    objects = PresentManager.from_queryset(TrialQuerySet)()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="trial_planned_once"),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(outcome="open", removed_at=None),
                name="trial_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on") + timedelta(days=SHORTEST)),
                name="trial_a_month_at_least",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_on=None)
                | (~Q(outcome="open") & Q(decided_on__isnull=False, begun_at__isnull=False)),
                name="trial_decided_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.second_task}" if self.second_task else self.task

    def get_absolute_url(self) -> str:
        return reverse("onboarding:trial", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return self.get_team_url()

    def get_team_url(self) -> str:
        """Return the address of its team's own page."""
        return reverse("onboarding:team", args=[self.programme.key, self.team_id])

    @property
    def is_planned(self) -> bool:
        return self.begun_at is None

    @property
    def is_running(self) -> bool:
        """Whether it has begun and nothing is decided yet."""
        return self.begun_at is not None and self.outcome == Outcome.OPEN

    @property
    def is_ticked(self) -> bool:
        """Whether people tick it: as long as something about it is still to be asked."""
        return self.begun_at is not None and self.next_question is not None

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        if self.is_planned:
            return "Planned"
        return "Running" if self.is_running else self.get_outcome_display()

    @property
    def tone(self) -> str:
        """The tone of its state."""
        tones = {"Running": "is-accent", Outcome.KEPT.label: "is-good"}
        return tones.get(self.state, "")

    @property
    def next_question(self) -> Question | None:
        """What it is asked next, once it has begun; reads its evaluations."""
        if self.begun_at is None:
            return None
        kept_on = self.decided_on if self.outcome == Outcome.KEPT else None
        asked = {each.kind for each in self.evaluations.all()}
        dropped = self.outcome == Outcome.DROPPED
        return next_question(self.ends_on, kept_on, dropped=dropped, asked=asked)

    def is_due(self, today: date) -> bool:
        """Whether something is asked of it by now."""
        question = self.next_question
        return question is not None and question.due <= today

    def days(self, today: date) -> list[date]:
        """Return the days, or Mondays, that can be ticked, newest first."""
        return offered(self.rhythm, self.starts_on, today) if self.is_ticked else []

    @transaction.atomic
    def plan(self, by: Person) -> None:
        """Save the new trial with its event, and begin it if its day is there.

        The same ``key`` again changes nothing. Raises ``OneAtATime``.
        """
        if not Trial.everything().filter(programme=self.programme, key=self.key).exists():
            self.be_the_only_one()
        if not self.save_once():
            return
        if self.starts_on <= localdate():
            self._begin(by, made=True)
        else:
            self.record("planned", by)

    @transaction.atomic
    def begin(self, by: Person) -> bool:
        """Begin it today unless it has begun; it then ends as many days earlier or later."""
        current = self.lock()
        if current.removed_at or current.begun_at:
            return False
        shift = localdate() - current.starts_on
        self.starts_on, self.ends_on = current.starts_on + shift, current.ends_on + shift
        days = {"starts_on": self.starts_on, "ends_on": self.ends_on}
        Trial.objects.filter(pk=self.pk).update(**days)
        self._begin(by, was=[current.starts_on.isoformat(), current.ends_on.isoformat()])
        return True

    @transaction.atomic
    def wait_again(self, by: Person, undo: dict[str, Any]) -> None:
        """Undo that it has begun: it is planned again, or was never, and its team where it was.

        ``undo`` is what the event of the beginning keeps.
        """
        starts_on, ends_on = map(date.fromisoformat, undo["was"])
        self.put_stage_back(by, undo["stage"])
        days: dict[str, Any] = {"starts_on": starts_on, "ends_on": ends_on, "begun_at": None}
        if undo["made"]:
            super().remove(by)
        elif Trial.objects.running().filter(pk=self.pk).update(**days):
            self.refresh_from_db()
            self.record("postponed", by)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take it away once; a team whose trial ran is preparing again."""
        if self.is_running:
            self.stage_after(by, Stage.PREPARING, only_from=Stage.IN_TRIAL)
        super().remove(by)

    @transaction.atomic
    def restore(self, by: Person, ties: Ties) -> None:
        """Undo ``remove``; raises ``OneAtATime``."""
        if self.outcome == Outcome.OPEN:
            self.be_the_only_one()
        if self.is_running:
            self.stage_after(by, Stage.IN_TRIAL)
        super().restore(by, ties)

    def be_the_only_one(self) -> None:
        """Let nothing else be on trial in its team; raises ``OneAtATime``. In a transaction."""
        Team.objects.select_for_update().get(pk=self.team_id)
        others = Trial.objects.filter(team=self.team_id, outcome=Outcome.OPEN)
        if other := others.exclude(pk=self.pk).select_related("team").first():
            raise OneAtATime(other)

    def stage_after(self, by: Person, stage: Stage, *, only_from: Stage | None = None) -> list[str]:
        """Bring its team to ``stage`` unless it is further; return the stages before and after.

        With ``only_from`` it is brought there from that stage alone, also back.
        """
        adoption, order = Adoption.of(self.team), Stage.values
        before = adoption.stage
        further = order.index(before) >= order.index(stage)
        if before == only_from or (only_from is None and not further):
            adoption.move(by, stage)
            return [before, stage]
        return [before, before]

    def put_stage_back(self, by: Person, stages: list[str]) -> None:
        """Undo ``stage_after``, unless somebody has moved the team since."""
        before, after = stages
        adoption = Adoption.of(self.team)
        if before != after and adoption.stage == after:
            adoption.move(by, before)

    def lock(self) -> "Trial":
        """Let one change at a time be made; return the row as it is. Runs in a transaction."""
        row: Trial = Trial.everything().select_for_update(of=("self",)).get(pk=self.pk)
        return row

    def _begin(self, by: Person, *, made: bool = False, was: list[str] | None = None) -> None:
        self.begun_at = now()
        Trial.objects.filter(pk=self.pk).update(begun_at=self.begun_at)
        undo = {
            "made": made,
            "was": was or [self.starts_on.isoformat(), self.ends_on.isoformat()],
            "stage": self.stage_after(by, Stage.IN_TRIAL),
        }
        self.record("begun", by, undo=undo, due=self.ends_on)
