"""The map as files: people and ties in columns that import again to the same map."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from changeprog.accounts.lines import one_line
from changeprog.programme.cells import guarded
from changeprog.programme.models import Person, Programme
from stakeholders.models import Look, Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS
from stakeholders.support import Support

Cell = str | int | float | None
Row = list[Cell]
PEOPLE = ["Name", "E-mail", "Function", "Influence", "Interest", "Touched", "Support", "Needed"]
OWNER = "Owner"
TIES = ["From", "From e-mail", "To", "To e-mail", "Relation", "Strength"]
NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
KINDS = {"influence": "int", "interest": "int", "touched": "int", "strength": "double"}
"""The type of an attribute in GraphML; what is not named is a text."""
STANCES = ("support", "needed")


@dataclass(frozen=True)
class Sheet:
    """A table as a file holds it."""

    title: str
    heading: list[str]
    rows: list[Row]
    ends: Sequence[tuple[int, ...]]
    """The number of the person in each row, or of both people of a tie."""


def people(programme: Programme) -> Sheet:
    """Return everybody on the map."""
    rows = Stakeholder.objects.filter(programme=programme, person__removed_at=None).with_names()
    keys = [(row.person_id,) for row in rows]
    return Sheet("People", [*PEOPLE, OWNER], [_person(row) for row in rows], keys)


def ties(programme: Programme) -> Sheet:
    """Return who turns to whom, among those on the map."""
    rows = Tie.objects.filter(programme=programme).of_present().select_related("source", "target")
    ordered = list(rows.order_by("source__name", "target__name", "relation", "pk"))
    keys = [(row.source_id, row.target_id) for row in ordered]
    return Sheet("Ties", TIES, [_tie(row) for row in ordered], keys)


def _person(row: Stakeholder) -> Row:
    function = row.person.function.name if row.person.function else ""
    owner = (row.owner.email or row.owner.name) if row.owner else ""
    levels = [_level(row, name) for name in LEVELS]
    return [_line(row.person.name), row.person.email, _line(function), *levels, _line(owner)]


def _level(row: Stakeholder, name: str) -> Cell:
    """Return a level as people read it: how somebody stands in a word, all else as a number."""
    level: int | None = getattr(row, name)
    return Support(level).label.lower() if level and name in STANCES else level


def _tie(row: Tie) -> Row:
    ends = (row.source, row.target)
    who = [text for person in ends for text in (_line(person.name), person.email)]
    return [*who, row.relation, row.strength]


def _line(text: str) -> str:
    """Return ``text`` as one line, without the two signs that XML cannot hold."""
    return one_line(text.replace("\ufffe", "").replace("\uffff", ""))


def as_csv(sheet: Sheet) -> bytes:
    """Return the table as CSV, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.heading)
    writer.writerows([guarded(cell) for cell in row] for row in sheet.rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the tables as the sheets of an XLSX workbook."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.append(sheet.heading)
        for row in sheet.rows:
            page.append([_cell(page, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: Any, value: Cell) -> Any:
    """Return a cell that is text, even where its text looks like something else."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value=None)
    cell.value, cell.data_type = guarded(value), "s"
    return cell


def as_graphml(nodes: Sheet, edges: Sheet) -> bytes:
    """Return people and ties as a directed graph; the source of an edge turns to its target."""
    root = Element("graphml", xmlns=NAMESPACE)
    _declare(root, "node", nodes.heading)
    _declare(root, "edge", edges.heading[-2:])
    graph = SubElement(root, "graph", id="map", edgedefault="directed")
    for row, (key,) in zip(nodes.rows, nodes.ends, strict=True):
        _fill(SubElement(graph, "node", id=f"n{key}"), "node", nodes.heading, row)
    for row, (source, target) in zip(edges.rows, edges.ends, strict=True):
        edge = SubElement(graph, "edge", source=f"n{source}", target=f"n{target}")
        _fill(edge, "edge", edges.heading[-2:], row[-2:])
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _declare(root: Element, of: str, heading: Iterable[str]) -> None:
    for name in heading:
        attributes = {
            "id": f"{of}-{name.lower()}",
            "for": of,
            "attr.name": name.lower(),
            "attr.type": KINDS.get(name.lower(), "string"),
        }
        SubElement(root, "key", attributes)


def _fill(element: Element, of: str, heading: Iterable[str], row: Iterable[Cell]) -> None:
    for name, cell in zip(heading, row, strict=True):
        if cell not in {None, ""}:
            SubElement(element, "data", key=f"{of}-{name.lower()}").text = str(guarded(cell))


def note_looks(sheet: Sheet, by: Person) -> None:
    """Note in the access log of every profile in ``sheet`` that it went into a file."""
    people = {key for keys in sheet.ends for key in keys}
    profiles = Stakeholder.objects.filter(programme=by.programme, person__in=people)
    Look.objects.bulk_create(
        Look(stakeholder_id=pk, person=by, what="export")
        for pk in profiles.values_list("pk", flat=True)
    )
