"""What the map knows of a person: given to them as a page or a file, or erased."""

import csv
import json
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.accounts.forms import status_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.cells import guarded
from changeprog.programme.models import Person, Role
from stakeholders import erasing, own_record
from stakeholders.access import look
from stakeholders.forms.erasing import ErasingForm


@programme_view(Role.CHAMPION)
@require_GET
def record(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show everything that is kept about one person, to be printed and given to them."""
    found = look(request, pk, "own record")
    context = {
        "stakeholder": found,
        "sections": own_record.sections(found.person),
        "on": localdate(),
    }
    return render(request, "stakeholders/record.html", context)


@programme_view(Role.CHAMPION)
@require_GET
def record_json(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Download a person's own record as JSON."""
    found = look(request, pk, "own record, as JSON")
    told = {
        "name": found.person.name,
        "programme": found.programme.name,
        "on": localdate(),
        "parts": [
            {"title": title, "rows": rows} for title, rows in own_record.sections(found.person)
        ],
    }
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return _file(found.person, text, "application/json", "json")


@programme_view(Role.CHAMPION)
@require_GET
def record_csv(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Download a person's own record as CSV: a line for each thing that is said."""
    found = look(request, pk, "own record, as CSV")
    response = _file(found.person, "\ufeff", "text/csv; charset=utf-8", "csv")
    lines = csv.writer(response)
    lines.writerow(["Part", "Entry", "What", "Says"])
    for title, rows in own_record.sections(found.person):
        for number, row in enumerate(rows, start=1):
            for what, says in row.items():
                lines.writerow([guarded(title), number, guarded(what), guarded(says)])
    return response


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def erase(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Erase a person from the map, after saying what goes."""
    found = look(request, pk, "what erasing would take")
    form = ErasingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name, url = found.person.name, found.get_list_url()
        gone = erasing.erase(request.person, found.person)
        rest = "" if gone else " Their part in the programme is as it was."
        messages.success(request, f"{name} is erased from the map.{rest}")
        return redirect(url)
    context: dict[str, Any] = {"form": form, "stakeholder": found, **_what_goes(found.person)}
    return render(request, "stakeholders/erasure.html", context, status=status_of(form))


def _what_goes(person: Person) -> dict[str, Any]:
    counts = [(title, len(rows)) for title, rows in own_record.sections(person)]
    return {"counts": counts, "keeps_part": bool(person.role or person.user_id)}


def _file(person: Person, text: str, kind: str, ending: str) -> HttpResponse:
    name = f"{slugify(person.name) or 'record'}-{localdate():%Y-%m-%d}.{ending}"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(text, content_type=kind, headers=headers)
