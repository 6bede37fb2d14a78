"""What the board says of each team beside its stage: a register that each kind of thing fills.

A column answers for all teams of a programme at once, so that the board asks as much with 200 teams
as with one. What the viewer may not see, it leaves out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from changeprog.programme.models import Person, Programme


@dataclass(frozen=True)
class Cell:
    """What one column says of one team; ``detail`` explains it to who points at it or asks.

    ``tone`` is good, warn, bad, accent or nothing, as everywhere; ``url`` leads to more.
    """

    text: str
    url: str = ""
    tone: str = ""
    detail: str = ""


Cells = dict[int, Cell]
"""By the number of the team; a team without a cell has nothing to say there."""
Of = Callable[[Programme, Person], Cells]
"""Gets the programme and the viewer; asks a number of queries that does not depend on the teams."""


@dataclass(frozen=True)
class Column:
    """One thing that is said of each team, with its place among the others (low is first).

    ``verbs`` are prefixes of the verbs that make the board stale.
    """

    order: int
    label: str
    of: Of
    verbs: tuple[str, ...] = ()


_columns: list[Column] = []


def register(*columns: Column) -> None:
    """Add columns to the board; registering one twice changes nothing."""
    _columns.extend(column for column in columns if column not in _columns)


def read(programme: Programme, viewer: Person) -> list[tuple[Column, Cells]]:
    """Return every column in its order, with what it says to ``viewer``."""
    ordered = sorted(_columns, key=lambda column: column.order)
    return [(column, column.of(programme, viewer)) for column in ordered]


def is_stale_after(verb: str) -> bool:
    """Whether any column says something else after ``verb``."""
    return any(verb.startswith(column.verbs) for column in _columns if column.verbs)
