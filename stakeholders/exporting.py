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
from changeprog.programme import membership
from changeprog.programme.cells import guarded, without_guard
from changeprog.programme.models import Person, Programme, Team
from stakeholders.importing.rows import TEXTS
from stakeholders.importing.source import LeftOut
from stakeholders.importing.values import lines
from stakeholders.models import Look, Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS, StakeholderQuerySet
from stakeholders.support import Support

Cell = str | int | float | None
Row = list[Cell]
PEOPLE = ["Name", "E-mail", "Function", "Influence", "Interest", "Touched", "Support", "Needed"]
FURTHER = ["Owner", "Mentor", "Next conversation", "May be proposed"]
IDENTITY = ["Sees self as", "Guards", "Incentive", "Requirement", "Skills and help"]
TEAMS = "Teams"
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


def people(programme: Programme, chosen: StakeholderQuerySet | None = None) -> Sheet:
    """Return everybody on the map, or those ``chosen``."""
    known = Stakeholder.objects.all() if chosen is None else chosen
    rows = known.filter(programme=programme, person__removed_at=None).with_names()
    keys = [(row.person_id,) for row in rows]
    teams = _teams(programme)
    told = [[*_person(row), teams.get(row.person_id, "")] for row in rows]
    return Sheet("People", [*PEOPLE, *FURTHER, *IDENTITY, TEAMS], told, keys)


def _teams(programme: Programme) -> dict[int, str]:
    """Return the names of the teams in which somebody sits, by the number of the person."""
    members = membership.members(programme)
    found: dict[int, list[str]] = {}
    for team in Team.objects.filter(programme=programme).active().in_order():
        for person in members.get(team.pk, ()):
            found.setdefault(person, []).append(_line(team.name))
    return {person: ", ".join(names) for person, names in found.items()}


def ties(programme: Programme, among: Sheet | None = None) -> Sheet:
    """Return who turns to whom, among those on the map, or only ``among`` some of its people."""
    rows = Tie.objects.filter(programme=programme).of_present()
    if among:
        numbers = [key for (key,) in among.ends]
        rows = rows.filter(source__in=numbers, target__in=numbers)
    told = rows.order_by("source__name", "target__name", "relation", "pk").values_list(
        "source", "target", "relation", "strength"
    )
    people = Person.objects.filter(programme=programme).values_list("pk", "name", "email")
    known = {number: (_line(name), email) for number, name, email in people}
    ends = [(source, target) for source, target, *_ in told]
    cells: list[Row] = [
        [*known[one], *known[other], relation, strength] for one, other, relation, strength in told
    ]
    return Sheet("Ties", TIES, cells, ends)


def left_out(sheet: LeftOut) -> Sheet:
    """Return the rows that an import cannot take, with the reasons, in the columns they came in."""
    width = max(len(sheet.heading), *(len(row.cells) for row in sheet.rows))
    heading = [*_filled(sheet.heading, width), "Row", "Reason"]
    rows: list[Row] = [
        [*(without_guard(cell) for cell in _filled(row.cells, width)), row.number, row.reason]
        for row in sheet.rows
    ]
    return Sheet(sheet.title, heading, rows, [()] * len(rows))


def _filled(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _person(row: Stakeholder) -> Row:
    function = row.person.function.name if row.person.function else ""
    levels = [_level(row, name) for name in LEVELS]
    known = [_line(row.person.name), row.person.email, _line(function), *levels]
    day = row.next_on.isoformat() if row.next_on else ""
    further = [_who(row.owner), _who(row.mentor), day, "yes" if row.may_be_asked else "no"]
    return [*known, *further, *(_storable(lines(getattr(row, name))) for name in TEXTS)]


def _who(person: Person | None) -> str:
    return _line(person.email or person.name) if person else ""


def _level(row: Stakeholder, name: str) -> Cell:
    """Return a level as people read it: how somebody stands in a word, all else as a number."""
    level: int | None = getattr(row, name)
    return Support(level).label.lower() if level and name in STANCES else level


def _line(text: str) -> str:
    """Return ``text`` as one line."""
    return one_line(_storable(text))


def _storable(text: str) -> str:
    """Return ``text`` without the two signs that XML cannot hold."""
    return text.replace("\ufffe", "").replace("\uffff", "")


def as_csv(sheet: Sheet) -> bytes:
    """Return the table as CSV, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(cell) for cell in sheet.heading])
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
            "id": _key(of, name),
            "for": of,
            "attr.name": name.lower(),
            "attr.type": KINDS.get(name.lower(), "string"),
        }
        SubElement(root, "key", attributes)


def _fill(element: Element, of: str, heading: Iterable[str], row: Iterable[Cell]) -> None:
    for name, cell in zip(heading, row, strict=True):
        if cell not in {None, ""}:
            SubElement(element, "data", key=_key(of, name)).text = str(guarded(cell))


def _key(of: str, name: str) -> str:
    """Return by what name an attribute goes in the graph file."""
    return f"{of}-{name.lower().replace(' ', '-')}"


def note_looks(sheet: Sheet, by: Person) -> None:
    """Note in the access log of every profile in ``sheet`` that it went into a file."""
    people = {key for keys in sheet.ends for key in keys}
    profiles = Stakeholder.objects.filter(programme=by.programme, person__in=people)
    Look.objects.bulk_create(
        Look(stakeholder_id=pk, person=by, what="export")
        for pk in profiles.values_list("pk", flat=True)
    )
