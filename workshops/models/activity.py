"""Activities: what a workshop does, for how long, and when that really was."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person
from workshops.models.workshop import Workshop

LONGEST = 240
"""Minutes that an activity may take."""
PROMPT = 1_000
"""Characters of the question that an activity puts to the room."""

SETTINGS = ("anonymous", "hidden", "votes", "limit")
"""What is set beforehand: whether names stay away, whether notes are hidden while people write, how
many dots each has, and how many of them one group may get from one person (0 for any number)."""


class ActivityKind(models.TextChoices):
    """What people do in an activity; each is registered in ``workshops.kinds``."""

    ARRIVE = "arrive", "Arrive"
    PARK = "park", "Park agendas"
    COLLECT = "collect", "Collect"
    CONSENSUS = "consensus", "Consensus"
    COMMIT = "commit", "Commitments"
    CLOSE = "close", "Close"


class Subject(models.TextChoices):
    """What an activity is about, and so what its outcome becomes in the programme."""

    NONE = "", "Nothing that goes to the programme"
    END_STATE = "end_state", "End state"
    OBJECTIVE = "objective", "Objectives"
    MILESTONE = "milestone", "Milestones"
    BARRIER = "barrier", "Barriers"
    RESOURCE = "resource", "Resources"
    VISION = "vision", "The vision"


class ActivityOn(Exception):  # noqa: N818 -- a rule of the workshop, told in words
    """The activity that is on, and one that is over, belong to the record."""

    def __init__(self) -> None:
        super().__init__("This activity has begun and belongs to the record. Go on to the next.")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def not_begun(self) -> Self:
        """Still ahead."""
        return self.filter(started_at=None)

    def with_workshop(self) -> Self:
        """With what a request about an activity asks first."""
        return self.select_related("workshop__programme", "workshop__current")


class Activity(Revised):
    """One activity; ``place`` orders the agenda, and is given out without gaps.

    ``settings`` holds what only its kind understands, such as how many dots each has. One that was
    taken off the agenda has ``removed_at``, and no question finds it.
    """

    NOUN = "activity"
    Kind = ActivityKind

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=10, choices=ActivityKind)
    subject = models.CharField(max_length=10, choices=Subject, blank=True)
    title = models.CharField(max_length=120)
    prompt = models.TextField(max_length=PROMPT, blank=True)
    minutes = models.PositiveSmallIntegerField()
    settings = models.JSONField(default=dict, blank=True)
    place = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PresentManager.from_queryset(ActivityQuerySet)()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="activity_added_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, LONGEST)), name="activity_minutes_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop", args=[self.programme.key, self.workshop_id])

    @property
    def is_on(self) -> bool:
        """Whether the room is at it now; its workshop must be known."""
        return self.workshop.is_open and self.workshop.current_id == self.pk

    @classmethod
    def lay(cls, workshop: Workshop, activities: Iterable[Mapping[str, Any]]) -> None:
        """Give a new workshop its agenda; each activity names fields, as ``copied`` does."""
        Activity.objects.bulk_create(
            Activity(programme=workshop.programme, workshop=workshop, place=place, **values)
            for place, values in enumerate(activities, start=1)
        )

    def held(self, name: str) -> Any:
        """Return what a field holds, or one of the ``settings`` by its name."""
        return self.settings.get(name) if name in SETTINGS else super().held(name)

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields, and ``settings`` by their names; raises ``Overtaken``, see ``Revised``."""
        said = {name: values.pop(name) for name in SETTINGS if name in values}
        if said:
            values["settings"] = self.settings | said
        super().change(by, based_on, **values)

    @transaction.atomic
    def add(self, by: Person) -> None:
        """Put the new activity at the end, but before the close; its ``key`` again does nothing."""
        others = _lock(self.workshop)
        ahead = [each for each in others if each.kind != ActivityKind.CLOSE or each.started_at]
        self.place = len(ahead) + 1
        if self.save_once():
            _number([*ahead, self, *(each for each in others if each not in ahead)])
            self.record("added", by)

    @transaction.atomic
    def move(self, by: Person, steps: int) -> None:
        """Move it by so many places up (below 0) or down; at the end nothing happens."""
        activities = _lock(self.workshop)
        here = activities.index(self)
        there = here + steps
        if not 0 <= there < len(activities):
            return
        activities.insert(there, activities.pop(here))
        _number(activities)
        self.record("moved", by)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take it off the agenda; raises ``ActivityOn`` once it has begun."""
        activities = _lock(self.workshop)
        if self not in activities:
            return
        if not Activity.objects.not_begun().filter(pk=self.pk).exists():
            raise ActivityOn
        self.record("removed", by)
        Activity.objects.filter(pk=self.pk).update(removed_at=now())
        _number([each for each in activities if each != self])

    @transaction.atomic
    def restore(self, by: Person) -> bool:
        """Put it back to its place on the agenda; say whether it was off."""
        activities = _lock(self.workshop)
        gone = self.everything().filter(pk=self.pk).exclude(removed_at=None)
        if not gone.update(removed_at=None):
            return False
        activities.insert(self.place - 1, self)
        _number(activities)
        self.record("restored", by)
        return True

    @transaction.atomic
    def set(self, by: Person, **settings: Any) -> None:
        """Change some of its ``settings``, such as the phase it is in, on top of the others."""
        row = Activity.objects.select_for_update().get(pk=self.pk)
        row.settings |= settings
        row.save(update_fields=["settings"])
        self.settings = row.settings
        self.record("set", by, **settings)

    def copied(self) -> dict[str, Any]:
        """Return what another workshop's agenda takes over."""
        fields = ("kind", "subject", "title", "prompt", "minutes")
        return {name: getattr(self, name) for name in fields} | {"settings": self.planned_settings}

    @property
    def planned_settings(self) -> dict[str, Any]:
        """What was set before it began: without what only one sitting knows, such as a phase."""
        return {name: value for name, value in self.settings.items() if name != "phase"}


def _lock(workshop: Workshop) -> list[Activity]:
    """Let one change at a time be made to the agenda; return it. Runs in a transaction."""
    Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    return list(Activity.objects.filter(workshop=workshop))


def _number(activities: Iterable[Any]) -> None:
    for place, activity in enumerate(activities, start=1):
        Activity.objects.filter(pk=activity.pk).exclude(place=place).update(place=place)
