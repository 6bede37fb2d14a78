"""What the page of an import shows before it is confirmed.

That of a small one is worked out as the page opens. Of a large one a job has worked it out, and the
page only reads: what it comes to as a whole lies with the import, its rows in pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self, overload

from django.utils.timezone import now

from changeprog.programme.steps import Begin
from stakeholders.importing import source
from stakeholders.importing.columns import Columns
from stakeholders.importing.people import State
from stakeholders.importing.plan import Plan
from stakeholders.importing.preview import BAD, Entry, Group, Preview
from stakeholders.models import Import, ImportPage
from stakeholders.models.imports import A_PAGE, in_words
from stakeholders.reading import Table

TEAMS = "The column of teams changes nothing: who sits in a team is said on the page of that team."
Tables = list[tuple[Table, Columns]]


@dataclass(frozen=True)
class Sheet:
    """A sheet as far as something is to be said of it."""

    place: int
    title: str
    notes: list[str]
    is_left_out: bool
    """Whether its columns were not recognised."""
    bad: int
    """How many of its rows cannot be taken."""


@dataclass(frozen=True)
class Overview:
    """What an import comes to as a whole."""

    groups: list[Group]
    counts: dict[str, int]
    functions: list[str]
    """Those that would be added."""
    largest: float
    """What all strengths are divided by."""
    fingerprint: str
    sheets: list[Sheet] = field(default_factory=list)

    @classmethod
    def of(cls, planned: Plan, tables: Tables) -> Self:
        return cls(
            Preview(planned).groups,
            counts_of(planned),
            planned.functions,
            planned.largest,
            planned.fingerprint,
            _sheets(planned, tables),
        )

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        groups = [Group(**each) for each in kept["groups"]]
        sheets = [Sheet(**each) for each in kept["sheets"]]
        return cls(**{**kept, "groups": groups, "sheets": sheets})

    @property
    def made(self) -> str:
        """How many people and ties are new and changed, in words; nothing for none."""
        return in_words(self.counts)

    @property
    def bad(self) -> int:
        """How many rows are left out."""
        return self.counts[BAD]

    @property
    def sheets_with_bad_rows(self) -> list[Sheet]:
        return [each for each in self.sheets if each.bad]

    def shown(self, wanted: str) -> str:
        """Return which group a page shows that asks for ``wanted``."""
        names = [group.name for group in self.groups]
        return wanted if wanted in names else next(iter(names), State.NEW)

    def count(self, name: str) -> int:
        """Return how many rows a group has."""
        return next((group.count for group in self.groups if group.name == name), 0)


def _sheets(planned: Plan, tables: Tables) -> list[Sheet]:
    bad = [each.origin.place for each in planned.bad]
    return [
        Sheet(place, table.title, _notes(table, columns), columns.kind is None, bad.count(place))
        for place, (table, columns) in enumerate(tables)
    ]


def _notes(table: Table, columns: Columns) -> list[str]:
    """Return what of a sheet is left aside."""
    return [*table.notes, TEAMS] if "team" in columns.places else table.notes


def counts_of(done: Plan) -> dict[str, int]:
    """Return how many people and ties are new and changed, and how many rows are left out."""
    people, ties = ([each.state for each in rows] for rows in (done.people, done.ties))
    return {
        "new_people": people.count(State.NEW),
        "changed_people": people.count(State.CHANGED),
        "new_ties": ties.count(State.NEW),
        "changed_ties": ties.count(State.CHANGED),
        "functions": len(done.functions),
        "bad": len(done.bad),
    }


class AtOnce:
    """Of a small import: what would change now."""

    def __init__(self, of: Import) -> None:
        tables = source.tables_of(of)
        planned = source.plan_of(of)
        self.overview = Overview.of(planned, tables)
        self.preview = Preview(planned)

    def entries(self, name: str) -> Sequence[Entry]:
        """Return the rows of one group."""
        return self.preview.entries(name)


class Kept:
    """Of a large import: what a job has found."""

    def __init__(self, of: Import) -> None:
        self.of = of
        self.overview = Overview.from_json(of.overview)

    def entries(self, name: str) -> Sequence[Entry]:
        """Return the rows of one group, which are fetched page by page."""
        return KeptEntries(self.of, name, self.overview.count(name))


class KeptEntries(Sequence[Entry]):
    """The rows of one group; only those that are asked for leave the database."""

    def __init__(self, of: Import, name: str, count: int) -> None:
        self.pages = ImportPage.objects.filter(of=of, group=name).order_by("number")
        self.total = count

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _ = place.indices(self.total)
        first, last = start // A_PAGE, max(stop - 1, 0) // A_PAGE
        pages = self.pages.filter(number__range=(first, last))
        found = [each for page in pages.values_list("entries", flat=True) for each in page]
        wanted = found[start - first * A_PAGE : stop - first * A_PAGE]
        return [Entry(**each) for each in wanted]


def shown(of: Import) -> AtOnce | Kept:
    """Return what the import would change, as far as its page shows it."""
    return Kept(of) if of.is_large and of.overview else AtOnce(of)


def keep(of: Import, begun: Begin) -> None:
    """Work out what a large import would change now, and keep it; in a transaction."""
    tables = source.tables_of(of)
    planned = source.plan_of(of, begun)
    overview = Overview.of(planned, tables)
    of.pages.all().delete()
    ImportPage.objects.bulk_create(_pages(of, Preview(planned), overview), batch_size=200)
    source.keep_left_out(of, source.left_out(tables, planned))
    values = {"overview": asdict(overview), "compared_at": now()}
    of.move(Import.State.COMPARING, Import.State.PREVIEWED, **values)


def _pages(of: Import, preview: Preview, overview: Overview) -> Iterator[ImportPage]:
    for group in overview.groups:
        entries = preview.entries(group.name)
        for start in range(0, len(entries), A_PAGE):
            page = [asdict(each) for each in entries[start : start + A_PAGE]]
            yield ImportPage(of=of, group=group.name, number=start // A_PAGE, entries=page)
