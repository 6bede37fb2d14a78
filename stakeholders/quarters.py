"""The power/interest grid in words: its steps, its four quarters, and the part one looks at.

The two questions and what follows from their answers are Mendelow's (1981, Environmental scanning:
the impact of the stakeholder concept, Proceedings of the Second International Conference on
Information Systems). The middle step belongs to the quarters on both sides of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices

from stakeholders.support import SCALE

STEPS = {1: "hardly any", 2: "a little", 3: "some", 4: "much", 5: "a great deal"}
"""How much influence or interest each step is."""
LOW, HIGH = range(1, 4), range(3, 6)

Cell = tuple[int, int]
"""Influence and interest."""


class Quarter(TextChoices):
    """What is to be done with people, by their influence and interest."""

    SATISFIED = "satisfied", "Keep them satisfied"
    CLOSELY = "closely", "Work with them closely"
    GLANCE = "glance", "Glance at them now and then"
    INFORMED = "informed", "Keep them informed"

    @property
    def influences(self) -> range:
        return HIGH if self in {Quarter.SATISFIED, Quarter.CLOSELY} else LOW

    @property
    def interests(self) -> range:
        return HIGH if self in {Quarter.CLOSELY, Quarter.INFORMED} else LOW

    @property
    def middle(self) -> Cell:
        """The cell for somebody of whom one knows no more than the quarter."""
        return self.influences[1], self.interests[1]

    @property
    def short(self) -> str:
        """Its name on a small button."""
        return self.value.capitalize()

    @property
    def why(self) -> str:
        """Who is in it, in words."""
        influence, interest = (
            "much" if steps == HIGH else "little" for steps in (self.influences, self.interests)
        )
        return f"{influence} influence, {interest} interest"


@dataclass(frozen=True)
class Part:
    """The part of the grid that is looked at: ``name`` is what the address calls it."""

    name: str
    influences: range
    interests: range

    @classmethod
    def named(cls, name: str) -> "Part":
        """Return all of it for no name, a quarter for its own, a cell for such as "4-2".

        Raises ``ValueError`` for any other name.
        """
        if not name:
            return cls("", SCALE, SCALE)
        if name in Quarter.values:
            quarter = Quarter(name)
            return cls(name, quarter.influences, quarter.interests)
        influence, interest = map(int, name.split("-"))
        if influence not in SCALE or interest not in SCALE:
            raise ValueError(name)
        return cls(name, range(influence, influence + 1), range(interest, interest + 1))

    @property
    def cells(self) -> Iterator[Cell]:
        """Its cells from the top left."""
        return (
            (influence, interest)
            for influence in reversed(self.influences)
            for interest in self.interests
        )

    @property
    def is_cell(self) -> bool:
        return len(self.influences) == 1

    @property
    def label(self) -> str:
        """What is looked at, in words."""
        if not self.name:
            return "The whole grid"
        if self.is_cell:
            return f"Influence {self.influences[0]}, interest {self.interests[0]}"
        return Quarter(self.name).label


PARTS = ["", *Quarter.values, *(f"{one}-{other}" for one in SCALE for other in SCALE)]
"""The names of all parts."""


def words(cell: Cell) -> str:
    """Return "influence 4, interest 2"."""
    return f"influence {cell[0]}, interest {cell[1]}"
