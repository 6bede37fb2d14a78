"""Importing: a file or cells, what their columns hold, what would happen, done, and undone."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme import progress
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Person, Role
from stakeholders import exporting
from stakeholders.forms.importing import ColumnsForm, DecisionsForm, SeenForm, UploadForm
from stakeholders.importing import running, showing, source
from stakeholders.importing.acting import Changed
from stakeholders.importing.how_far import how_far
from stakeholders.models import Import, Look, Stakeholder
from stakeholders.models.imports import A_PAGE
from stakeholders.views.answers import page_of
from stakeholders.views.exporting import csv_file

PAGES = {
    Import.State.PREVIEWED: "preview",
    Import.State.REFUSED: "refused",
    Import.State.CONFIRMED: "result",
    Import.State.UNDONE: "result",
    Import.State.DISCARDED: "result",
}
"""The page about an import by its state; while a job is at work it says how far that is."""


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def imports(request: ProgrammeRequest) -> HttpResponse:
    """Take a file or cells, and list what was imported before."""
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*typed, by=request.person)
    if form.is_bound and form.is_valid() and (begun := form.begin()):
        return redirect(begun)
    earlier = Import.objects.filter(programme=request.programme).listed()
    context = {"form": form, "page": page_of(request, earlier)}
    status = 422 if form.errors else 200
    return render(request, "stakeholders/import/imports.html", context, status=status)


@programme_view(Role.FACILITATOR)
@require_GET
def import_page(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what would happen, how far it is, or what has happened."""
    found = _find(request, pk)
    page = PAGES.get(Import.State(found.state), "progress")
    context: dict[str, Any] = {"import": found, "work": how_far(found)}
    if page == "preview":
        context |= _preview(request, found)
    elif page == "result":
        context |= {"kept": _kept(found), "left_out": source.left_out_of(found)}
    return render(request, f"stakeholders/import/{page}.html", context)


def _preview(request: ProgrammeRequest, found: Import) -> dict[str, Any]:
    """Return what would change; whose profile is told of on this page has it in their log."""
    preview = showing.shown(found)
    overview = preview.overview
    shown = overview.shown(request.GET.get("show", ""))
    page = Paginator(preview.entries(shown), A_PAGE).get_page(request.GET.get("page"))
    _note_looks(request, [entry.profile for entry in page if entry.profile])
    return {
        "overview": overview,
        "shown": shown,
        "page": page,
        "decisions": DecisionsForm(of=found),
        "seen": SeenForm(initial={"seen": overview.fingerprint}),
    }


def _note_looks(request: ProgrammeRequest, profiles: list[int]) -> None:
    if profiles:
        there = Stakeholder.everything().filter(programme=request.programme, pk__in=profiles)
        Look.objects.bulk_create(
            Look(stakeholder=row, person=request.person, what="import") for row in there
        )


def _kept(found: Import) -> list[tuple[str, str]]:
    """Return who is not as before although the import was undone, and why."""
    names = dict(
        Person.objects.filter(pk__in=[pk for pk, _ in found.kept]).values_list("pk", "name")
    )
    return [(names[pk], words) for pk, words in found.kept if pk in names]


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def import_columns(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask what the columns hold, as far as their headings do not tell."""
    found = _find(request, pk)
    if found.state != Import.State.PREVIEWED:
        return redirect(found)
    form = ColumnsForm(request.POST or None, of=found)
    if form.is_bound and form.is_valid():
        form.save()
        return redirect(found)
    context = {"form": form, "import": found, "asks_relation": "relation" in form.fields}
    status = 422 if form.errors else 200
    return render(request, "stakeholders/import/columns.html", context, status=status)


@programme_view(Role.FACILITATOR)
@require_POST
def import_decisions(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Keep what may be added beside people and ties, and show what would happen now."""
    found = _find(request, pk)
    form = DecisionsForm(request.POST, of=found)
    if form.is_valid():
        form.save()
    return redirect(found)


@programme_view(Role.FACILITATOR)
@require_POST
def import_confirmation(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Import what was looked at; something else is shown again and not imported."""
    found = _find(request, pk)
    form = SeenForm(request.POST)
    try:
        running.confirm(found, request.person, form["seen"].value() or "")
    except Changed as changed:
        messages.warning(request, str(changed))
        return redirect(found)
    if found.state == Import.State.CONFIRMED:
        messages.success(request, "It is on the map.", extra_tags=_undo_url(request, found))
    return redirect(found)


@programme_view(Role.FACILITATOR)
@require_POST
def import_undoing(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a whole import back, as far as nobody has built on it."""
    found = _find(request, pk)
    running.undo(found, request.person)
    if found.state == Import.State.UNDONE:
        messages.success(request, "The import is undone.")
    return redirect(found)


@programme_view(Role.FACILITATOR)
@require_POST
def import_discarding(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Forget the file, and change nothing."""
    found = _find(request, pk)
    if found.is_at_work:
        running.cancel(found)
        return redirect(found)
    found.discard()
    messages.success(request, "Nothing was imported, and the rows are forgotten.")
    return redirect("stakeholders:imports", request.programme.key)


@programme_view(Role.FACILITATOR)
@require_POST
def import_cancelling(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask the job to stop and leave everything as it was."""
    found = _find(request, pk)
    running.cancel(found)
    return redirect(found)


@programme_view(Role.FACILITATOR)
@require_GET
def import_progress(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how far the job is; once it is over, look at what came of it."""
    return progress.answer(request, how_far(_find(request, pk)))


@programme_view(Role.FACILITATOR)
@require_GET
def import_left_out(request: ProgrammeRequest, pk: int, place: int) -> HttpResponse:
    """Give the rows of one sheet that cannot be taken, with the reasons, to put right and send."""
    found = _find(request, pk)
    sheet = next((each for each in source.left_out_of(found) if each.place == place), None)
    if sheet is None:
        raise Http404
    return csv_file(request, exporting.as_csv(exporting.left_out(sheet)), "left-out.csv")


def _undo_url(request: ProgrammeRequest, found: Import) -> str:
    return reverse("stakeholders:import_undoing", args=[request.programme.key, found.pk])


def _find(request: ProgrammeRequest, pk: int) -> Import:
    rows = Import.objects.filter(programme=request.programme)
    return get_object_or_404(rows.select_related("programme", "by", "progress"), pk=pk)
