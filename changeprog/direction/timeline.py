"""Milestones in the order of their days, with today between what is behind and what is ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format

from changeprog.direction.models import Milestone
from changeprog.direction.moves import moved

TONES = {"reached": "is-good", "late": "is-bad", "upcoming": "is-accent", "called off": ""}
WORDS = {
    "reached": "Reached",
    "late": "Late",
    "upcoming": "Upcoming",
    "called off": "Called off",
}


@dataclass(frozen=True)
class Stop:
    """A milestone as the timeline shows it."""

    milestone: Milestone
    state: str

    @property
    def day(self) -> date:
        """The day it stands at: when it was reached, otherwise when it is due."""
        return self.milestone.reached_on or self.milestone.due

    @property
    def since(self) -> date:
        """The day since which it is reached, called off or, while it is open, due."""
        return self.milestone.called_off_on or self.day

    @property
    def moved(self) -> str:
        """How often its day has moved and how far; of milestones that came ``with_names``."""
        return moved(self.milestone.moved_times, self.milestone.first_due, self.milestone.due)

    @cached_property
    def written_day(self) -> str:
        return date_format(self.day)

    @cached_property
    def url(self) -> str:
        return self.milestone.get_absolute_url()

    @cached_property
    def needs(self) -> list[Milestone]:
        """What it waits for; of milestones that came ``with_needs``."""
        return list(self.milestone.needs.all())

    @cached_property
    def contradictions(self) -> list[Milestone]:
        """What it waits for although it is due earlier."""
        return [each for each in self.needs if self.milestone.is_due_before(each)]

    @cached_property
    def lost(self) -> list[Milestone]:
        """What it waits for, as long as it is open itself, although that was called off."""
        return [each for each in self.needs if self.milestone.is_open and each.called_off_on]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def shape(self) -> str:
        """The name of its shape in a picture."""
        return self.state.replace(" ", "-")


@dataclass(frozen=True)
class Timeline:
    """``behind`` holds what is reached or late, ``ahead`` what is upcoming; both by day."""

    behind: list[Stop]
    ahead: list[Stop]

    @property
    def length(self) -> int:
        return len(self.behind) + len(self.ahead)


def timeline(milestones: Iterable[Milestone], today: date) -> Timeline:
    """Return ``milestones``, however ordered, as they lie around ``today``."""
    stops = [Stop(milestone, milestone.state(today)) for milestone in milestones]
    stops.sort(key=lambda stop: (stop.day, stop.milestone.pk))
    return Timeline(
        behind=[stop for stop in stops if stop.state != "upcoming"],
        ahead=[stop for stop in stops if stop.state == "upcoming"],
    )
