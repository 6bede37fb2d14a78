"""What a file comes to, whatever its format: tables of cells, or words that refuse it.

Everything here is bounded before it is read, so that a file costs a known amount of memory at most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from changeprog.programme.steps import Step, unheard

FILE_BYTES = 10_000_000
"""Most bytes of a file; 10,000 people with all their columns take less than two million."""
ROWS = 100_000
"""Most rows of one table, its heading counted."""
CELLS = 1_000_000
"""Most cells of all tables of a file."""
COLUMNS = 1_001
"""Most columns: a matrix of a thousand people has their names in the first one."""
CHARACTERS = 4_000
"""Most characters of one cell."""

Line = tuple[int, list[str]]
"""The number of a row in its file, from 1, and its cells."""


class Refused(Exception):  # noqa: N818 -- told to the person in words
    """The file cannot be taken in; the message says why, and what can be done."""


@dataclass(frozen=True)
class Table:
    """The rows of a sheet that are not blank.

    ``headed`` says whether the first one names the columns, ``None`` if the file does not tell.
    """

    title: str
    lines: list[Line]
    headed: bool | None = None
    notes: list[str] = field(default_factory=list)
    """What of the file was left aside, in sentences."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(cells) for _, cells in self.lines), default=0)


@dataclass
class Allowance:
    """What a file may still take; counts down over all of its tables."""

    cells: int = CELLS
    step: Step = unheard

    def lines(self, rows: Iterable[Iterable[str]]) -> Iterator[Line]:
        """Yield the rows that are not blank; raises ``Refused`` once there are too many.

        Rows count from 1, blank ones too, as they do in a spreadsheet.
        """
        taken = 0
        for number, row in enumerate(rows, start=1):
            cells = trimmed(row)
            if not cells:
                continue
            taken += 1
            self.take(len(cells), taken)
            yield number, cells

    def take(self, cells: int, row: int) -> None:
        """Count ``cells`` of the ``row``-th row that is not blank."""
        self.step(1)
        self.cells -= cells
        if row > ROWS:
            raise Refused(f"There are more than {ROWS:,} rows. Send them in parts.")
        if self.cells < 0:
            raise Refused(f"There are more than {CELLS:,} filled cells. Send them in parts.")
        if cells > COLUMNS:
            raise Refused(f"There are more than {COLUMNS:,} columns. Leave out what is not needed.")


def trimmed(row: Iterable[str]) -> list[str]:
    """Return the cells without blanks around them, and without empty ones at the end."""
    cells = [cell.replace("\x00", "").strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    for cell in cells:
        if len(cell) > CHARACTERS:
            raise Refused(f"A cell is longer than {CHARACTERS:,} characters: “{cell[:40]}…”.")
    return cells
