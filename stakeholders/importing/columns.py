"""Which column of a table holds what: guessed from its headings, or said by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from stakeholders.importing.fields import BY_NAME, FIELDS, Field, Kind, recognise
from stakeholders.reading import Line, Table

EXAMPLES = 3
"""Cells of a column that are shown beside the question what it holds."""
ENDS = (("from", "from_email"), ("to", "to_email"))
NAMES = ("name", "first_name", "last_name", "email")
"""One of these has to be known of a person."""


@dataclass(frozen=True)
class Columns:
    """What the columns of one table hold: the number of a column, from 0, by a field's name."""

    places: dict[str, int] = field(default_factory=dict)
    headed: bool = True
    """Whether the first row names the columns, and so is nobody."""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Columns":
        return cls(dict(kept["places"]), kept["headed"])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def kinds(self) -> set[Kind]:
        return {BY_NAME[name].kind for name in self.places}

    @property
    def kind(self) -> Kind | None:
        """What the table is about; nothing for one that is left out."""
        return next(iter(self.kinds), None)

    @property
    def misfit(self) -> str:
        """What is wrong with it, in words, or nothing."""
        if len(self.kinds) > 1:
            return "Some columns are about people and some about ties. Choose one of the two."
        if self.kind == Kind.PEOPLE and not any(name in self.places for name in NAMES):
            return "Say which column holds the name or the e-mail address."
        if self.kind == Kind.TIES and not all(self.places.keys() & {*end} for end in ENDS):
            return "Say which column holds who turns to somebody, and which holds to whom."
        return ""

    def rows(self, table: Table) -> Iterable[Line]:
        """Yield the rows of ``table`` that are no heading."""
        return table.lines[1:] if self.headed else table.lines

    def cell(self, name: str, cells: list[str]) -> str:
        """Return what a row says of the field ``name``; nothing where it has no such column."""
        place = self.places.get(name)
        return cells[place] if place is not None and place < len(cells) else ""


@dataclass(frozen=True)
class Column:
    """A column as the page asks about it."""

    place: int
    heading: str
    examples: list[str]


def guess(table: Table) -> Columns:
    """Return what the headings tell; without any, two or three columns are taken for ties.

    Each field is taken from the first column that names it. Where headings of people and of ties
    are mixed, those count of which there are more.
    """
    heading = table.lines[0][1]
    known = [(place, found) for place, text in enumerate(heading) if (found := recognise(text))]
    if not known:
        return Columns(_by_content(table), headed=bool(table.headed))
    of_people = sum(found.kind == Kind.PEOPLE for _, found in known)
    kind = Kind.PEOPLE if of_people * 2 >= len(known) else Kind.TIES
    places: dict[str, int] = {}
    for place, found in known:
        if found.kind == kind:
            places.setdefault(found.name, place)
    return Columns(_without_doubles(places), headed=True)


def _without_doubles(places: dict[str, int]) -> dict[str, int]:
    """Return ``places`` with one way to say the name: whole, or first and last."""
    if "first_name" in places and "last_name" in places:
        places.pop("name", None)
    return places


def _by_content(table: Table) -> dict[str, int]:
    """Return which columns hold addresses and names, of a table without headings."""
    cells = table.lines[0][1]
    addresses = [place for place, cell in enumerate(cells) if "@" in cell]
    names = [place for place, cell in enumerate(cells) if cell[:1].isalpha() and "@" not in cell]
    if len(addresses) == 1 and names:
        return {"name": names[0], "email": addresses[0]}
    ends = sorted([*names[:2], *addresses[:2]])[:2]
    return dict(zip(("from", "to"), ends, strict=False)) if len(ends) > 1 else {"name": 0}


def columns_of(table: Table, said: Columns) -> list[Column]:
    """Return the columns of ``table``, each with its heading and some of its cells."""
    heading = table.lines[0][1] if said.headed else []
    body = [cells for _, cells in said.rows(table)][: EXAMPLES * 4]
    return [
        Column(
            place,
            heading[place] if place < len(heading) else "",
            [cells[place] for cells in body if place < len(cells) and cells[place]][:EXAMPLES],
        )
        for place in range(table.width)
    ]


def headings(table: Table, said: Columns) -> list[str]:
    """Return what the columns of ``table`` are called: as in its first row, or by what they hold.

    So the same columns are recognised when they come again.
    """
    if said.headed:
        return table.lines[0][1]
    held = {place: BY_NAME[name].label for name, place in said.places.items()}
    return [held.get(place, "") for place in range(table.width)]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a column can hold, grouped for a list to choose from."""

    def of(kind: Kind) -> list[tuple[str, str]]:
        return [(each.name, each.label) for each in _fields(kind)]

    return [("People", of(Kind.PEOPLE)), ("Ties", of(Kind.TIES))]


def _fields(kind: Kind) -> list[Field]:
    return [each for each in FIELDS if each.kind == kind]
