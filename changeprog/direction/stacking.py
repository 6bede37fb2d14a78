"""Labels on a line of days, stacked in rows so that none covers another."""

from collections.abc import Iterable
from dataclasses import dataclass

GAP = 10.0
"""Room between two labels of a row."""


@dataclass(frozen=True)
class Label:
    """Something that stands ``at`` a place on the line, with words ``breadth`` wide beside it."""

    key: int
    at: float
    breadth: float


@dataclass(frozen=True)
class Place:
    """Where a label came to stand: it takes the room from ``start`` to ``end`` in its row."""

    key: int
    at: float
    start: float
    end: float
    row: int
    turned: bool
    """Whether its words stand before the place rather than after it."""


def stack(labels: Iterable[Label], *, length: float, radius: float) -> list[Place]:
    """Return the places of ``labels``, ordered along the line, in as few rows as first fit takes.

    A mark reaches ``radius`` to both sides of its place; words that would run beyond the
    ``length`` of the line are turned. No two places of a row overlap.
    """
    ends: list[float] = []
    places = []
    for label in sorted(labels, key=lambda label: (label.at, label.key)):
        turned = label.at + radius + label.breadth > length
        start = label.at - radius - (label.breadth if turned else 0)
        end = label.at + radius + (0 if turned else label.breadth)
        row = next((row for row, taken in enumerate(ends) if taken + GAP <= start), len(ends))
        ends[row : row + 1] = [end]
        places.append(Place(label.key, label.at, start, end, row, turned))
    return places
