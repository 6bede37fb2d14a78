"""Archives: all of a programme that one person may see, as pages, tables and JSON.

Each app says in its ``archiving.py`` what it has: a ``Table`` for each kind of thing, pages that
are read as a whole (``Documents``), files such as pictures. What it leaves out it names with a
reason; a test holds that every model is in one of the two. ``archive.models.of_model`` makes a
table of a model, ``archive.packing.pack`` writes the ZIP. ``docs/archive.md`` describes its format.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from changeprog.programme.models import Person, Role

Row = dict[str, Any]
"""The values of one thing by the names of the columns."""


@dataclass(frozen=True)
class Column:
    """One thing that is known of every row.

    ``name`` is what JSON and CSV call it, ``title`` what people read. ``kind`` is one of text,
    number, yes or no, day, moment, choice, reference, references, file, data. ``choices`` are the
    values of a choice and what they mean.
    """

    name: str
    title: str
    kind: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """Points at row ``number`` of another table; ``name`` is what that row is called there."""

    table: str
    number: int | str
    name: str


@dataclass(frozen=True)
class Kept:
    """Points at a file of the archive, by its path."""

    path: str


class Names:
    """What the rows are called that a person may see, so that others can refer to them.

    Each table is asked once. What the person may not see has no name, and no reference to it.
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        self._known: dict[type[Model], Mapping[Any, str]] = {}

    def of(self, model: type[Model], number: Any) -> Reference | None:
        """Return the reference to a row of ``model``; nothing where the person may not see it."""
        table = _of_model.get(model)
        if table is None or number is None:
            return None
        if model not in self._known:
            there = self.person.may(table.least)
            self._known[model] = table.names(self.person) if there else {}
        name = self._known[model].get(number)
        plain = number if isinstance(number, int) else str(number)
        return None if name is None else Reference(table.name, plain, name)


@dataclass(frozen=True)
class Table:
    """One kind of thing.

    ``name`` is the name of its files, ``note`` a sentence on who sees how much of it, ``covers``
    the models it tells of. ``rows`` gets the person who reads and the names of what they may see,
    and leaves out what they may not; so do ``count`` and ``names``. People below ``least`` do not
    get the table. ``noted`` is called once it is in an archive.
    """

    order: int
    chapter: str
    name: str
    title: str
    covers: tuple[type[Model], ...]
    columns: tuple[Column, ...]
    rows: Callable[[Person, Names], Iterable[Row]]
    count: Callable[[Person], int]
    names: Callable[[Person], Mapping[Any, str]] = lambda _: {}
    note: str = ""
    least: Role = Role.OBSERVER
    noted: Callable[[Person], None] | None = None


@dataclass(frozen=True)
class Document:
    """A page that is read as a whole, such as the record of a workshop; ``html`` is its body."""

    name: str
    title: str
    html: str


@dataclass(frozen=True)
class Documents:
    """Pages of one kind, as a person may read them."""

    order: int
    chapter: str
    pages: Callable[[Person], Iterator[Document]]
    covers: tuple[type[Model], ...] = ()


@dataclass(frozen=True)
class File:
    """A file such as a picture, by its path below ``files/``."""

    path: str
    content: bytes


Files = Callable[[Person], Iterator[File]]
Right = Callable[[Person], str]
"""Returns what decides, beside the role, how much a person may see; another text, another right."""

_tables: dict[str, Table] = {}
_of_model: dict[type[Model], Table] = {}
_documents: list[Documents] = []
_files: list[Files] = []
_rights: list[Right] = []
_left_out: dict[type[Model], str] = {}


def register(*tables: Table) -> None:
    """Put tables into archives; registering one twice changes nothing."""
    for table in tables:
        _tables[table.name] = table
        _of_model.update(dict.fromkeys(table.covers, table))


def register_documents(*documents: Documents) -> None:
    """Put pages into archives."""
    _documents.extend(each for each in documents if each not in _documents)


def register_files(*files: Files) -> None:
    """Put files into archives."""
    _files.extend(each for each in files if each not in _files)


def register_right(right: Right) -> None:
    """Have an archive kept from whoever may see less than when it was made."""
    if right not in _rights:
        _rights.append(right)


def leave_out(reason: str, *models: type[Model]) -> None:
    """Say why nothing of ``models`` is in any archive; the archive repeats it."""
    _left_out.update(dict.fromkeys(models, reason))


def tables(person: Person) -> list[Table]:
    """Return the tables that ``person`` gets, in their order."""
    return [table for table in every_table() if person.may(table.least)]


def every_table() -> list[Table]:
    """Return all tables in their order."""
    return sorted(_tables.values(), key=lambda table: (table.order, table.name))


def documents() -> list[Documents]:
    """Return the kinds of pages in their order."""
    return sorted(_documents, key=lambda each: each.order)


def files(person: Person) -> Iterator[File]:
    """Return the files that ``person`` may see."""
    for each in _files:
        yield from each(person)


def left_out() -> dict[type[Model], str]:
    """Return the models that are in no archive, each with the reason."""
    return dict(_left_out)


def covered() -> set[type[Model]]:
    """Return the models that archives tell of."""
    pages = {model for each in _documents for model in each.covers}
    return {model for table in _tables.values() for model in table.covers} | pages


def right(person: Person) -> str:
    """Return a text that is the same as long as ``person`` may see as much as now."""
    return "\n".join([person.role, *(each(person) for each in _rights)])
