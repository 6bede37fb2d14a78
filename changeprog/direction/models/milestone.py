"""Milestones: events with a date and an owner on the way to an objective."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction import days
from changeprog.direction.models.move import MilestoneMove
from changeprog.direction.models.objective import Objective
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Programme, Role, Team

EVIDENCE_LENGTH = 2_000
LINK_LENGTH = 500
REASON_LENGTH = 500


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def open(self) -> Self:
        """Neither reached nor called off."""
        return self.filter(reached_on=None, called_off_on=None)

    def reached(self) -> Self:
        return self.exclude(reached_on=None)

    def called_off(self) -> Self:
        return self.exclude(called_off_on=None)

    def going_ahead(self) -> Self:
        """Open or reached: everything that was not called off."""
        return self.filter(called_off_on=None)

    def choices(self, programme: Programme, *chosen: "Milestone") -> Self:
        """Those of ``programme`` that go ahead, and what is ``chosen`` already."""
        going = models.Q(called_off_on=None) | models.Q(pk__in=[each.pk for each in chosen])
        return self.filter(going, programme=programme)

    def due_within(self, days: int, today: date) -> Self:
        """Open and due at most ``days`` days after ``today``, late ones included."""
        return self.open().filter(due__lte=today + timedelta(days=days))

    def late(self, today: date) -> Self:
        return self.open().filter(due__lt=today)

    def upcoming(self, today: date) -> Self:
        return self.open().filter(due__gte=today)

    def around(self, today: date, *, reached: int, late: int, upcoming: int) -> Self:
        """At most so many of each kind, those nearest to ``today``."""
        near = models.Q(pk__in=self.reached().order_by("-reached_on", "-pk").values("pk")[:reached])
        near |= models.Q(pk__in=self.late(today).order_by("-due", "-pk").values("pk")[:late])
        near |= models.Q(pk__in=self.upcoming(today).order_by("due", "pk").values("pk")[:upcoming])
        return self.filter(near)

    def with_names(self) -> Self:
        """With everything that a row of a list shows: names, and how often its day has moved."""
        named = self.select_related("programme", "owner", "objective", "team")
        of_it = MilestoneMove.objects.filter(milestone=models.OuterRef("pk"))
        times = of_it.order_by().values("milestone").annotate(times=models.Count("pk"))
        return named.annotate(
            moved_times=Coalesce(models.Subquery(times.values("times")), 0),
            first_due=models.Subquery(of_it.order_by("pk").values("before")[:1]),
        )

    def with_day(self) -> Self:
        """Each with its ``day``: when it was reached, otherwise when it is due; in that order."""
        return self.annotate(day=Coalesce("reached_on", "due")).order_by("day", "pk")

    def between(self, first: date, last: date) -> Self:
        """Those whose day lies between both, which are included; in the order of their days."""
        return self.with_day().filter(day__range=(first, last))

    def with_needs(self) -> Self:
        """Each with what it waits for, in the order of their days."""
        shown = Milestone.objects.only("name", "due", "reached_on", "called_off_on").with_day()
        return self.prefetch_related(models.Prefetch("needs", shown))


class Milestone(Removable):
    NOUN = "milestone"

    name = models.CharField(max_length=200)
    due = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="milestones"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="milestones"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="milestones"
    )
    visible_benefit = models.BooleanField(default=False)
    needs = models.ManyToManyField(
        "self",
        through="direction.Dependency",
        through_fields=("milestone", "needed"),
        symmetrical=False,
        related_name="needed_by",
    )
    reached_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=EVIDENCE_LENGTH, blank=True)
    link = models.URLField(max_length=LINK_LENGTH, blank=True)
    called_off_on = models.DateField(null=True, blank=True)
    called_off_why = models.CharField(max_length=REASON_LENGTH, blank=True, db_default="")
    created_at = models.DateTimeField(default=now)
    moved_times: int
    first_due: date | None
    """Both only after ``with_names``; there is no first day where nothing has moved."""

    objects = PresentManager.from_queryset(MilestoneQuerySet)()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["programme", "due"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="milestone_planned_once"),
            models.CheckConstraint(
                condition=models.Q(due__range=(days.FIRST, days.LAST)), name="milestone_within_days"
            ),
            models.CheckConstraint(
                condition=models.Q(link="") | models.Q(link__regex=r"^https?://"),
                name="milestone_link_leads_to_a_page",
            ),
            models.CheckConstraint(
                condition=models.Q(reached_on=None) | models.Q(called_off_on=None),
                name="milestone_reached_or_called_off",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("direction:milestone", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("direction:milestones", args=[self.programme.key])

    @transaction.atomic
    def plan(self, by: Person) -> None:
        """Save the new milestone with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("planned", by, due=self.due)

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        if facts := self.replace(based_on, values):
            self.record("changed", by, due=self.due, **facts)
            self._remember_move(by, *facts["changes"].get("due", ()))

    @transaction.atomic
    def put_back(self, by: Person, kept: Mapping[str, Any]) -> None:
        """Undo a change; a move that is undone was none, and only the journal remembers it."""
        super().put_back(by, kept)
        if "due" in kept["values"]:
            there_and_back = self.moves.order_by("-pk").values_list("pk", flat=True)[:2]
            self.moves.filter(pk__in=list(there_and_back)).delete()

    def _remember_move(self, by: Person, *days: str) -> None:
        """Keep the days before and after, written as year-month-day, if there are any."""
        if days:
            before, after = map(date.fromisoformat, days)
            self.moves.create(before=before, after=after, by=by)

    @transaction.atomic
    def reach(self, by: Person, on: date, evidence: str, link: str = "") -> None:
        """Mark the milestone reached once; a second call changes nothing."""
        open_ones = Milestone.objects.open().filter(pk=self.pk)
        if open_ones.update(reached_on=on, evidence=evidence, link=link):
            self.refresh_from_db()
            self.record("reached", by, on=on)

    @transaction.atomic
    def reopen(self, by: Person) -> None:
        """Take back that the milestone was reached; its evidence stays."""
        on = self.reached_on
        if Milestone.objects.reached().filter(pk=self.pk).update(reached_on=None):
            self.refresh_from_db()
            self.record("reopened", by, undo={"on": on})

    @transaction.atomic
    def call_off(self, by: Person, why: str) -> None:
        """Say once, and why, that it will not happen; it stays to be read."""
        today = localdate()
        open_ones = Milestone.objects.open().filter(pk=self.pk)
        if open_ones.update(called_off_on=today, called_off_why=why):
            self.refresh_from_db()
            self.record("called_off", by, why=why)

    @transaction.atomic
    def resume(self, by: Person) -> None:
        """Undo ``call_off``: it goes ahead after all, as it was planned."""
        why = self.called_off_why
        off = Milestone.objects.called_off().filter(pk=self.pk)
        if off.update(called_off_on=None, called_off_why=""):
            self.refresh_from_db()
            self.record("resumed", by, undo={"why": why})

    def may_be_closed_by(self, person: Person) -> bool:
        """Whether ``person`` may mark it reached, or take that back: a champion or its owner."""
        owns = self.owner_id == person.pk and person.may(Role.MEMBER)
        return owns or person.may(Role.CHAMPION)

    def state(self, today: date) -> str:
        """Return called off, reached, late or upcoming, as seen on ``today``."""
        if self.called_off_on:
            return "called off"
        if self.reached_on:
            return "reached"
        return "late" if self.due < today else "upcoming"

    @property
    def link_host(self) -> str:
        """The house that the link to the evidence leads to."""
        return urlsplit(self.link).hostname or ""

    def is_due_before(self, needed: "Milestone") -> bool:
        """Whether its day contradicts that it waits for ``needed``; only open ones can."""
        return self.is_open and needed.is_open and self.due < needed.due

    @property
    def is_open(self) -> bool:
        """Whether it is neither reached nor called off."""
        return not self.reached_on and not self.called_off_on
