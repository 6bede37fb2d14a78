"""What one milestone waits for, and which ones wait for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from changeprog.direction.models import Dependency, Milestone
from changeprog.direction.timeline import Stop


@dataclass(frozen=True)
class Link:
    """A dependency as seen from one of its two milestones; ``stop`` is the other one."""

    dependency: Dependency
    stop: Stop
    contradicts: bool
    """Whether the one that waits is due before the one it waits for."""


@dataclass(frozen=True)
class Prerequisites:
    """``needs`` have to be reached first; ``needed_by`` wait; both in the order of days."""

    needs: list[Link]
    needed_by: list[Link]

    @property
    def contradictions(self) -> list[Link]:
        """What the milestone waits for although it is due earlier."""
        return [link for link in self.needs if link.contradicts]

    @property
    def called_off(self) -> list[Link]:
        """What the milestone waits for although it was called off."""
        return [link for link in self.needs if link.stop.milestone.called_off_on]


def prerequisites(milestone: Milestone, today: date) -> Prerequisites:
    """Return both ends of every dependency of ``milestone``."""
    touching = Dependency.objects.filter(Q(milestone=milestone) | Q(needed=milestone))
    known = list(touching.select_related("milestone__programme", "needed__programme"))
    needs = [_link(each, each.needed, today) for each in known if each.needed_id != milestone.pk]
    others = [
        _link(each, each.milestone, today) for each in known if each.needed_id == milestone.pk
    ]
    return Prerequisites(sorted(needs, key=_order), sorted(others, key=_order))


def _link(dependency: Dependency, other: Milestone, today: date) -> Link:
    contradicts = dependency.milestone.is_due_before(dependency.needed)
    return Link(dependency, Stop(other, other.state(today)), contradicts)


def _order(link: Link) -> tuple[date, int]:
    return link.stop.day, link.stop.milestone.pk
