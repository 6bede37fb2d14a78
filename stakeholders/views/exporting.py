"""The map as files; each goes into the access log of every profile in it.

People and workbook can be narrowed down by the filter of the grid and the table.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders import exporting
from stakeholders.forms.people import PeopleFilter
from stakeholders.models import Stakeholder, Tie

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@programme_view(Role.FACILITATOR)
@require_GET
def exports(request: ProgrammeRequest) -> HttpResponse:
    """Offer the map as files."""
    context = {
        "people": Stakeholder.objects.filter(programme=request.programme).count(),
        "ties": Tie.objects.filter(programme=request.programme).of_present().count(),
    }
    return render(request, "stakeholders/import/exports.html", context)


@programme_view(Role.FACILITATOR)
@require_GET
def export_people(request: ProgrammeRequest) -> HttpResponse:
    """Give the people on the map as CSV."""
    sheet = _noted(request, _people(request))
    return csv_file(request, exporting.as_csv(sheet), "people.csv")


@programme_view(Role.FACILITATOR)
@require_GET
def export_ties(request: ProgrammeRequest) -> HttpResponse:
    """Give the ties between them as CSV."""
    sheet = _noted(request, exporting.ties(request.programme))
    return csv_file(request, exporting.as_csv(sheet), "ties.csv")


@programme_view(Role.FACILITATOR)
@require_GET
def export_workbook(request: ProgrammeRequest) -> HttpResponse:
    """Give people and ties as the two sheets of a workbook."""
    people = _noted(request, _people(request))
    ties = exporting.ties(request.programme, people if request.GET else None)
    return _file(request, exporting.as_workbook([people, ties]), "map.xlsx", XLSX)


@programme_view(Role.FACILITATOR)
@require_GET
def export_graph(request: ProgrammeRequest) -> HttpResponse:
    """Give people and ties as GraphML, for programs that draw networks."""
    people = _noted(request, exporting.people(request.programme))
    content = exporting.as_graphml(people, _ties(request))
    return _file(request, content, "map.graphml", "application/graphml+xml")


def _people(request: ProgrammeRequest) -> exporting.Sheet:
    """Return everybody for whom the address asks."""
    chosen = PeopleFilter(request.GET, request.person).rows()
    return exporting.people(request.programme, chosen)


def _ties(request: ProgrammeRequest) -> exporting.Sheet:
    return exporting.ties(request.programme)


def _noted(request: ProgrammeRequest, sheet: exporting.Sheet) -> exporting.Sheet:
    exporting.note_looks(sheet, request.person)
    return sheet


def csv_file(request: ProgrammeRequest, content: bytes, name: str) -> HttpResponse:
    """Return CSV as a file, whose name begins with that of the programme."""
    return _file(request, content, name, CSV)


def _file(request: ProgrammeRequest, content: bytes, name: str, kind: str) -> HttpResponse:
    whole = f"{slugify(request.programme.name) or 'programme'}-{name}"
    headers = {"Content-Disposition": f'attachment; filename="{whole}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
