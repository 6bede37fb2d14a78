"""The map as files; each goes into the access log of every profile in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders import exporting
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
    sheet = _noted(request, exporting.people(request.programme))
    return _file(request, exporting.as_csv(sheet), "people.csv", CSV)


@programme_view(Role.FACILITATOR)
@require_GET
def export_ties(request: ProgrammeRequest) -> HttpResponse:
    """Give the ties between them as CSV."""
    sheet = _noted(request, exporting.ties(request.programme))
    return _file(request, exporting.as_csv(sheet), "ties.csv", CSV)


@programme_view(Role.FACILITATOR)
@require_GET
def export_workbook(request: ProgrammeRequest) -> HttpResponse:
    """Give people and ties as the two sheets of a workbook."""
    people, ties = _noted(request, exporting.people(request.programme)), _ties(request)
    return _file(request, exporting.as_workbook([people, ties]), "map.xlsx", XLSX)


@programme_view(Role.FACILITATOR)
@require_GET
def export_graph(request: ProgrammeRequest) -> HttpResponse:
    """Give people and ties as GraphML, for programs that draw networks."""
    people = _noted(request, exporting.people(request.programme))
    content = exporting.as_graphml(people, _ties(request))
    return _file(request, content, "map.graphml", "application/graphml+xml")


def _ties(request: ProgrammeRequest) -> exporting.Sheet:
    return exporting.ties(request.programme)


def _noted(request: ProgrammeRequest, sheet: exporting.Sheet) -> exporting.Sheet:
    exporting.note_looks(sheet, request.person)
    return sheet


def _file(request: ProgrammeRequest, content: bytes, name: str, kind: str) -> HttpResponse:
    whole = f"{slugify(request.programme.name) or 'programme'}-{name}"
    headers = {"Content-Disposition": f'attachment; filename="{whole}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
