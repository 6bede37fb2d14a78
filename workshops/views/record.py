"""The record of a workshop, as a page that prints and as files."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import record
from workshops.consensus import Rule
from workshops.models import Workshop
from workshops.record_reading import may_read
from workshops.views.answers import find


@programme_view(Role.MEMBER)
@require_GET
def record_page(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the record: a document to print, as far as the workshop has come."""
    found = _find(request, pk)
    context = {
        "workshop": found,
        "passages": record.passages(found),
        "rule": _rule(found),
        "may_publish": found.led_by(request.person)
        and not found.published_at
        and found.status in {Workshop.Status.OPEN, Workshop.Status.CLOSED},
    }
    return render(request, "workshops/record/record.html", context)


@programme_view(Role.MEMBER)
@require_GET
def record_csv(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give the record as a table; it begins with a mark by which spreadsheets know UTF-8."""
    found = _find(request, pk)
    return _file(found, "\ufeff" + record.as_csv(found), "csv", "text/csv; charset=utf-8")


@programme_view(Role.MEMBER)
@require_GET
def record_json(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give the record as a JSON document."""
    found = _find(request, pk)
    return _file(found, record.as_json(found), "json", "application/json")


def _rule(workshop: Workshop) -> list[str]:
    """Return in sentences when something is agreed in the workshop."""
    names = dict(workshop.programme.functions.values_list("pk", "name"))
    return Rule.from_json(workshop.rule).clauses(names)


def _find(request: ProgrammeRequest, pk: int) -> Workshop:
    found = find(request, pk)
    if not may_read(found, request.person):
        raise PermissionDenied
    return found


def _file(workshop: Workshop, text: str, ending: str, kind: str) -> HttpResponse:
    name = f"{slugify(workshop.title) or 'workshop'}-record.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type=kind, headers=headers)
