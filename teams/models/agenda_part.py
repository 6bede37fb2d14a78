"""Parts of an agenda: what is talked about, for how long, and when that really was."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person
from teams.models.meeting import LONGEST, Meeting

TEXT = 6_000
"""Characters of what is shown while a part is on."""


class PartKind(models.TextChoices):
    """What a part is about, and so what stands in the middle of the page while it is on."""

    WELCOME = "welcome", "Welcome"
    PROCESS = "process", "The change process"
    HANDOFFS = "handoffs", "How the teams work together"
    RULES = "rules", "Working rules"
    PROCEDURES = "procedures", "Communication procedures"
    ATTENDANCE = "attendance", "Who is here"
    DECISIONS = "decisions", "Decisions and actions"
    FREE = "free", "Something else"
    CLOSE = "close", "Close"


class PartOn(Exception):  # noqa: N818 -- a rule of the meeting, told in words
    """The part that is on, and one that is over, belong to the minutes."""

    def __init__(self) -> None:
        super().__init__("This part has begun and belongs to the minutes. Go on to the next one.")


class AgendaPartQuerySet(models.QuerySet["AgendaPart"]):
    def not_begun(self) -> Self:
        """Still ahead."""
        return self.filter(started_at=None)


class AgendaPart(Revised):
    """One part; ``place`` orders the agenda, and is given out without gaps."""

    NOUN = "part"
    Kind = PartKind

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=12, choices=PartKind, default=PartKind.FREE)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=TEXT, blank=True)
    place = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaPartQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="part_added_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, LONGEST)), name="part_minutes_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("teams:meeting", args=[self.programme.key, self.meeting_id])

    @classmethod
    def lay(cls, meeting: Meeting, parts: Iterable[tuple[str, str, int, str]]) -> None:
        """Give a new meeting its agenda of (kind, title, minutes, text)."""
        AgendaPart.objects.bulk_create(
            AgendaPart(
                programme=meeting.programme,
                meeting=meeting,
                kind=kind,
                title=title,
                minutes=minutes,
                text=text,
                place=place,
            )
            for place, (kind, title, minutes, text) in enumerate(parts, start=1)
        )

    @transaction.atomic
    def add(self, by: Person) -> None:
        """Put the new part at the end, but before the close; its ``key`` again changes nothing."""
        others = _lock(self.meeting)
        ahead = [part for part in others if part.kind != PartKind.CLOSE or part.started_at]
        self.place = len(ahead) + 1
        if self.save_once():
            _number([*ahead, self, *(part for part in others if part not in ahead)])
            self.record("added", by)

    @transaction.atomic
    def move(self, by: Person, steps: int) -> None:
        """Move the part by so many places up (below 0) or down; at the end nothing happens."""
        parts = _lock(self.meeting)
        here = parts.index(self)
        there = here + steps
        if not 0 <= there < len(parts):
            return
        parts.insert(there, parts.pop(here))
        _number(parts)
        self.record("moved", by)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take the part off the agenda; raises ``PartOn`` once it has begun."""
        parts = _lock(self.meeting)
        if self not in parts:
            return
        if not AgendaPart.objects.not_begun().filter(pk=self.pk).exists():
            raise PartOn
        self.record("removed", by)
        AgendaPart.objects.filter(pk=self.pk).delete()
        _number([part for part in parts if part != self])

    def copied(self) -> tuple[str, str, int, str]:
        """Return what another meeting's agenda takes over."""
        return self.kind, self.title, self.minutes, self.text


def _lock(meeting: Meeting) -> list[AgendaPart]:
    """Let one change at a time be made to the agenda; return its parts. Runs in a transaction."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    return list(AgendaPart.objects.filter(meeting=meeting))


def _number(parts: Iterable[Any]) -> None:
    for place, part in enumerate(parts, start=1):
        AgendaPart.objects.filter(pk=part.pk).exclude(place=place).update(place=place)
