"""Square matrices: who turns to whom, the same names down the first column and along the top."""

from stakeholders.reading.network import TIES_HEADING
from stakeholders.reading.table import ROWS, Line, Refused, Table

FEWEST = 2
"""People of the smallest matrix."""
NO_TIE = {"", "0", "-", "–", "0.0", "0,0", "no", "nein"}  # noqa: RUF001 -- as it is typed
A_TIE = {"x", "✓", "✔", "yes", "ja"}


def as_ties(table: Table) -> Table:
    """Return the ties that a square matrix holds, each row turning to its columns.

    Any other table is returned as it is.
    """
    names = _names(table)
    return Table(table.title, _ties(table, names), headed=True) if names else table


def _names(table: Table) -> list[str]:
    """Return the names along the top, if they are those down the side, in the same order."""
    (_, top), body = table.lines[0], table.lines[1:]
    side = [cells[0] for _, cells in body]
    along = top[1:] if len(top) == len(side) + 1 else top
    same = [name.casefold() for name in along] == [name.casefold() for name in side]
    wide = all(len(cells) <= len(side) + 1 for _, cells in body)
    named = all(side) and len({*side}) == len(side)
    return along if same and wide and named and len(side) >= FEWEST else []


def _ties(table: Table, names: list[str]) -> list[Line]:
    ties: list[Line] = [
        (number, [cells[0], "", names[place], "", "", _strength(cell)])
        for number, cells in table.lines[1:]
        for place, cell in enumerate(cells[1:])
        if cell.casefold() not in NO_TIE and names[place] != cells[0]
    ]
    if len(ties) >= ROWS:
        raise Refused(f"This matrix holds more than {ROWS:,} ties. Send them in parts.")
    return [(0, TIES_HEADING), *ties]


def _strength(cell: str) -> str:
    return "1" if cell.casefold() in A_TIE else cell
