"""Rows of a table as people and as ties; a row that cannot be taken says why in words."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from changeprog.accounts.lines import one_line
from changeprog.programme.cells import without_guard
from stakeholders.importing import values
from stakeholders.importing.columns import Columns
from stakeholders.importing.fields import REMEMBERED, Kind, fold
from stakeholders.models import Relation
from stakeholders.models.stakeholder import LEVELS
from stakeholders.reading import Table

NAME, ADDRESS, FUNCTION = 120, 254, 60
"""Most characters of a name, of an e-mail address, and of a function's name."""
SHOWN = 120
"""Characters of a bad row that are shown with it."""
STANCES = {"support", "needed"}


@dataclass(frozen=True)
class PersonRow:
    """What a row says of somebody; None and an empty text where it says nothing."""

    number: int
    name: str
    email: str
    function: str
    owner: str
    levels: dict[str, int]
    table: str = ""
    """The title of its sheet."""


@dataclass(frozen=True)
class End:
    """Somebody at one end of a tie, as a row calls them."""

    name: str
    email: str = ""

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def folded(self) -> tuple[str, str]:
        """What two ends have in common that are the same person."""
        return fold(self.name), self.email


@dataclass(frozen=True)
class TieRow:
    """What a row says of a tie; ``strength`` is over 0, and may be any scale."""

    number: int
    source: End
    target: End
    relation: Relation
    strength: float
    table: str = ""
    """The title of its sheet."""


@dataclass(frozen=True)
class Bad:
    """A row that is not taken, with the reason; ``table`` is the title of its sheet."""

    number: int
    text: str
    reason: str
    table: str = ""


@dataclass
class Rows:
    """The rows of all tables of an import."""

    people: list[PersonRow] = field(default_factory=list)
    ties: list[TieRow] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def rows_of(tables: list[tuple[Table, Columns]], relation: Relation) -> Rows:
    """Return what the tables say; ``relation`` is that of ties for which none is said."""
    found = Rows()
    for table, columns in tables:
        if columns.kind == Kind.PEOPLE:
            _collect(found.people, found.bad, table, columns, _person)
        elif columns.kind == Kind.TIES:
            usual = values.relation(table.title, relation) if _tells(table) else relation
            _collect(found.ties, found.bad, table, columns, _tie_reader(usual))
    return found


def _tells(table: Table) -> bool:
    return values.names_relation(table.title)


Row = TypeVar("Row", PersonRow, TieRow)
Cell = Callable[[str], str]
"""Returns what the row says of the field with that name."""


def _collect(
    good: list[Row],
    bad: list[Bad],
    table: Table,
    columns: Columns,
    read: Callable[[int, Cell], Row],
) -> None:
    for number, cells in columns.rows(table):
        try:
            row = read(number, _cell_of(columns, cells))
            good.append(replace(row, table=table.title))
        except ValueError as wrong:
            bad.append(Bad(number, shown(cells), sentence(str(wrong)), table.title))


def _cell_of(columns: Columns, cells: list[str]) -> Cell:
    return lambda name: one_line(without_guard(columns.cell(name, cells)))


def shown(cells: list[str]) -> str:
    """Return a row as it is shown where it cannot be taken."""
    text = " · ".join(one_line(cell) for cell in cells if cell)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def sentence(words: str) -> str:
    """Return ``words`` with a capital at the beginning and a full stop at the end."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def _person(number: int, cell: Cell) -> PersonRow:
    email = _address(cell("email"))
    name = cell("name") or one_line(f"{cell('first_name')} {cell('last_name')}")
    if not name and not email:
        raise ValueError("there is neither a name nor an e-mail address")
    return PersonRow(
        number,
        _short(name, NAME, "name"),
        email,
        _short(cell("function"), FUNCTION, "function"),
        cell("owner"),
        _levels(cell),
    )


def _levels(cell: Cell) -> dict[str, int]:
    """Return the levels that a row tells, by their names."""
    said = {}
    for name in LEVELS:
        read = values.stance if name in STANCES else values.level
        step = read(cell(name))
        if step is not None:
            said[name] = step
    return said


@lru_cache(REMEMBERED)
def _address(text: str) -> str:
    """Return an address in small letters; raises ``ValueError`` for what is none."""
    address = text.removeprefix("mailto:").lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"“{text}” is no e-mail address") from None
    return _short(address, ADDRESS, "e-mail address")


def _short(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise ValueError(f"the {what} is longer than {most} characters")
    return text


def _tie_reader(usual: Relation) -> Callable[[int, Cell], TieRow]:
    def read(number: int, cell: Cell) -> TieRow:
        return TieRow(
            number,
            _end(cell("from"), cell("from_email"), "who turns to somebody"),
            _end(cell("to"), cell("to_email"), "to whom they turn"),
            values.relation(cell("relation"), usual),
            values.strength(cell("strength")),
        )

    return read


def _end(name: str, email: str, what: str) -> End:
    """Return who is meant; an address may stand where the name would."""
    if "@" in name and not email:
        name, email = "", name
    if not name and not email:
        raise ValueError(f"it does not say {what}")
    return End(_short(name, NAME, "name"), _address(email))
