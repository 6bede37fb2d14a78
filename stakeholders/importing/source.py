"""What an import's file holds, what that would change, and the rows that cannot be taken."""

from dataclasses import asdict, dataclass

from changeprog.programme.steps import Begin, silent
from stakeholders.importing.columns import Columns, guess, headings
from stakeholders.importing.plan import Choices, Plan, plan
from stakeholders.models import Import, ImportSource, Relation
from stakeholders.reading import Table


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken, with its cells as they were read."""

    number: int
    reason: str
    cells: list[str]


@dataclass(frozen=True)
class LeftOut:
    """The rows of one sheet that cannot be taken; ``place`` counts the sheets of a file from 0."""

    place: int
    title: str
    heading: list[str]
    rows: list[BadRow]

    @classmethod
    def from_json(cls, kept: list[dict[str, object]]) -> "list[LeftOut]":
        return [cls(**{**each, "rows": _rows(each["rows"])}) for each in kept]  # type: ignore[arg-type]


def _rows(kept: object) -> list[BadRow]:
    assert isinstance(kept, list)  # noqa: S101 -- what ``as_json`` has written
    return [BadRow(**each) for each in kept]


def keep_tables(of: Import, tables: list[Table]) -> None:
    """Keep what was read, with what its columns seem to hold; a job compares what is large."""
    kept = [[each.title, each.lines, each.headed, each.notes] for each in tables]
    ImportSource.objects.filter(of=of).update(tables=kept, content=None)
    of.rows = sum(len(each.lines) for each in tables)
    state = Import.State.COMPARING if of.is_large else Import.State.PREVIEWED
    columns = [guess(each).as_json() for each in tables]
    of.move(Import.State.READING, state, columns=columns, rows=of.rows)


def tables_of(of: Import) -> list[tuple[Table, Columns]]:
    """Return the tables of an import that is not confirmed yet, with what their columns hold."""
    kept = ImportSource.objects.values_list("tables", flat=True).filter(of=of).first() or []
    tables = [Table(title, lines, headed, notes) for title, lines, headed, notes in kept]
    columns = [Columns.from_json(each) for each in of.columns]
    return list(zip(tables, columns, strict=True))


def choices_of(of: Import) -> Choices:
    """Return what a person has decided about it."""
    return Choices(Relation(of.relation), of.add_functions, of.add_people)


def plan_of(of: Import, begun: Begin = silent) -> Plan:
    """Return what the import would do to the map as it is now."""
    return plan(of.programme, tables_of(of), choices_of(of), begun)


def left_out(tables: list[tuple[Table, Columns]], planned: Plan) -> list[LeftOut]:
    """Return the rows that ``planned`` leaves out, by the sheets that have any."""
    found: dict[int, LeftOut] = {}
    for bad in planned.bad:
        table, columns = tables[bad.origin.place]
        place = bad.origin.place
        sheet = LeftOut(place, table.title, headings(table, columns), [])
        row = BadRow(bad.number, bad.reason, list(bad.origin.cells))
        found.setdefault(place, sheet).rows.append(row)
    return list(found.values())


def left_out_of(of: Import) -> list[LeftOut]:
    """Return the rows that cannot be taken, or were not; none once they are forgotten."""
    source = ImportSource.objects.filter(of=of).only("left_out").first()
    if source and source.left_out is not None:
        return LeftOut.from_json(source.left_out)
    if source and of.state == Import.State.PREVIEWED:
        tables = tables_of(of)
        return left_out(tables, plan_of(of))
    return []


def keep_left_out(of: Import, sheets: list[LeftOut]) -> None:
    """Keep the rows that cannot be taken, so that they can be put right in a file."""
    kept = [asdict(each) for each in sheets]
    ImportSource.objects.filter(of=of).update(left_out=kept)


def reduce(of: Import, sheets: list[LeftOut]) -> None:
    """Keep nothing else of a file that was imported."""
    if not sheets:
        of.forget_source()
        return
    keep_left_out(of, sheets)
    ImportSource.objects.filter(of=of).update(tables=None, content=None)
    of.pages.all().delete()
