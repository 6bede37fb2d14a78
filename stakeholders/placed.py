"""Who stands where on the grid, asked of the database: crowds by cell, and the people in some."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, F

from stakeholders.grid import Crowd, Fetch, Point
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.quarters import Cell


@dataclass(frozen=True)
class Crowds:
    """How many stand in each cell, and how many have no place on the grid yet."""

    by_cell: dict[Cell, Crowd]
    unplaced: int

    @property
    def placed(self) -> int:
        return sum(crowd.count for crowd in self.by_cell.values())

    @property
    def to_be_won(self) -> int:
        """How many of those with a place have still to be won."""
        return sum(crowd.to_be_won for crowd in self.by_cell.values())


def crowds(people: StakeholderQuerySet) -> Crowds:
    """Count ``people`` by where they stand, in one query."""
    by_cell: dict[Cell, Crowd] = {}
    unplaced = 0
    alike = people.order_by().values_list("influence", "interest", "support", "needed")
    for influence, interest, support, needed, count in alike.annotate(count=Count("pk")):
        if influence is None or interest is None:
            unplaced += count
        else:
            crowd = by_cell.setdefault((influence, interest), Crowd())
            crowd.add(support, needed, count)
    return Crowds(by_cell, unplaced)


def unplaced(people: StakeholderQuerySet) -> StakeholderQuerySet:
    """Return those of ``people`` whose influence or interest nobody has said, by name."""
    missing = people.filter(influence=None) | people.filter(interest=None)
    return missing.with_names()


def fetching(people: StakeholderQuerySet) -> Fetch:
    """Return the function that finds those of ``people`` who stand in certain cells."""

    def fetch(cells: Sequence[Cell], most: int) -> Iterable[Point]:
        at = people.annotate(at=F("influence") * 10 + F("interest"))
        here = at.filter(at__in=[influence * 10 + interest for influence, interest in cells])
        rows = here.order_by("person__name", "pk").values_list(
            "pk",
            "person__name",
            "influence",
            "interest",
            "revision",
            "support",
            "needed",
            "person__function__name",
            "person__function__letter",
            "person__function__shape",
        )
        for pk, name, influence, interest, revision, support, needed, *function in rows[:most]:
            cell = cast("Cell", (influence, interest))
            said, letter, shape = (text or "" for text in function)
            yield Point(pk, name, cell, revision, support, needed, said, letter, shape)

    return fetch
