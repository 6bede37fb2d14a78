"""Rows of a table as people and as ties; a row that cannot be taken says why in words."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from changeprog.accounts.lines import one_line
from changeprog.programme.cells import without_guard
from changeprog.programme.steps import Step, counted, unheard
from stakeholders.importing import values
from stakeholders.importing.columns import Columns
from stakeholders.importing.directory import Value
from stakeholders.importing.fields import BY_NAME, REMEMBERED, Kind, fold
from stakeholders.models import Relation
from stakeholders.models.stakeholder import LEVELS, LINE, WORDS
from stakeholders.reading import Table

NAME, ADDRESS, FUNCTION = 120, 254, 60
"""Most characters of a name, of an e-mail address, and of a function's name."""
SHOWN = 120
"""Characters of a bad row that are shown with it."""
STANCES = {"support", "needed"}
LONG = ("guards", "incentive", "requirement", "skills")
"""Texts of a profile that may have several lines."""
TEXTS = {"sees_self_as": LINE, **dict.fromkeys(LONG, WORDS)}
"""The most characters of each text of a profile."""


@dataclass(frozen=True)
class Origin:
    """Where a row stands: the title and the place, from 0, of its sheet, and its cells there."""

    table: str = ""
    place: int = 0
    cells: tuple[str, ...] | list[str] = ()


NOWHERE = Origin()


@dataclass(frozen=True)
class PersonRow:
    """What a row says of somebody; None and an empty text where it says nothing."""

    number: int
    name: str
    email: str
    function: str
    owner: str
    mentor: str
    said: dict[str, Value]
    """What it says for the profile, by the names of its fields; nothing of what it leaves open."""
    origin: "Origin" = NOWHERE


@dataclass(frozen=True)
class End:
    """Somebody at one end of a tie, as a row calls them."""

    name: str
    email: str = ""

    def __str__(self) -> str:
        return self.name or self.email

    def is_surely(self, other: "End") -> bool:
        """Whether both are the same person, whoever that is: one address, or else one name."""
        if self.email or other.email:
            return self.email == other.email
        return fold(self.name) == fold(other.name)


@dataclass(frozen=True)
class TieRow:
    """What a row says of a tie; ``strength`` is over 0, and may be any scale."""

    number: int
    source: End
    target: End
    relation: Relation
    strength: float
    origin: "Origin" = NOWHERE


@dataclass(frozen=True)
class Bad:
    """A row that is not taken, with the reason."""

    number: int
    text: str
    reason: str
    origin: Origin = NOWHERE


@dataclass
class Rows:
    """The rows of all tables of an import."""

    people: list[PersonRow] = field(default_factory=list)
    ties: list[TieRow] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def rows_of(tables: list[tuple[Table, Columns]], relation: Relation, step: Step = unheard) -> Rows:
    """Return what the tables say; ``relation`` is that of ties for which none is said."""
    found = Rows()
    for place, (table, columns) in enumerate(tables):
        sheet = _Sheet(table, columns, place, found.bad, step)
        if columns.kind == Kind.PEOPLE:
            sheet.collect(found.people, _person)
        elif columns.kind == Kind.TIES:
            usual = values.relation(table.title, relation) if _tells(table) else relation
            sheet.collect(found.ties, _tie_reader(usual))
    return found


def _tells(table: Table) -> bool:
    return values.names_relation(table.title)


Row = TypeVar("Row", PersonRow, TieRow)
Cell = Callable[[str], str]
"""Returns what the row says of the field with that name."""


@dataclass(frozen=True)
class _Sheet:
    """A table whose rows are gone through; those that cannot be taken go to ``bad``."""

    table: Table
    columns: Columns
    place: int
    bad: list[Bad]
    step: Step

    def collect(self, good: list[Row], read: Callable[[int, Cell], Row]) -> None:
        """Add every row that ``read`` understands to ``good``."""
        for number, cells in counted(self.columns.rows(self.table), self.step):
            origin = Origin(self.table.title, self.place, cells)
            try:
                row = read(number, _cell_of(self.columns, cells))
                good.append(replace(row, origin=origin))
            except ValueError as wrong:
                self.bad.append(Bad(number, shown(cells), sentence(str(wrong)), origin))


def _cell_of(columns: Columns, cells: list[str]) -> Cell:
    def cell(name: str) -> str:
        text = without_guard(columns.cell(name, cells))
        return values.lines(text) if name in LONG else one_line(text)

    return cell


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
        cell("mentor"),
        _said(cell),
    )


def _said(cell: Cell) -> dict[str, Value]:
    """Return what a row tells for the profile; empty cells tell nothing."""
    found: dict[str, Value] = {name: _level(name)(cell(name)) for name in LEVELS}
    found |= {name: _short(cell(name), most, _called(name)) for name, most in TEXTS.items()}
    found |= {"next_on": values.day(cell("next_on")), "may_be_asked": _may_be_asked(cell)}
    return {name: value for name, value in found.items() if value not in {None, ""}}


def _called(name: str) -> str:
    return f"text “{BY_NAME[name].label}”"


def _level(name: str) -> Callable[[str], int | None]:
    return values.stance if name in STANCES else values.level


def _may_be_asked(cell: Cell) -> bool | None:
    return values.yes_or_no(cell("may_be_asked"))


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
