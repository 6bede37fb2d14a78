"""Readings after the first: a sheet of many, one corrected, one taken away."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.direction.forms import ReadingCorrectionForm, SheetForm
from changeprog.direction.history import of_reading
from changeprog.direction.models import Objective, Reading
from changeprog.direction.views.answers import done, show
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def read_sheet(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what a sheet of readings would change; record it when that was seen."""
    of_programme = Objective.objects.filter(programme=request.programme)
    found = get_object_or_404(of_programme.with_names(), pk=pk)
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SheetForm(*typed, objective=found)
    valid = form.is_bound and form.is_valid()
    if valid and (count := form.save(request.person)) is not None:
        words = "The reading is recorded." if count == 1 else f"{count} readings are recorded."
        return done(request, found.get_absolute_url(), words, about=found)
    context = {"form": form, "objective": found, "preview": form.preview if valid else None}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "direction/readings_sheet.html", context, status=status)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def correct_reading(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put another value or note in the place of a reading."""
    found = _find(request, pk)
    form = ReadingCorrectionForm(request.POST or None, reading=found)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        about = found.objective
        return done(request, about.get_absolute_url(), "The reading is corrected.", about)
    history = of_reading(found, request.person)
    return show(request, "reading_form", {"form": form, "reading": found, "history": history})


@programme_view(Role.MEMBER)
@require_POST
def withdraw_reading(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a reading away that was recorded by mistake."""
    found = _find(request, pk)
    found.objective.withdraw(request.person, found.on)
    words = "The reading is taken away. What it was stands below, under “What happened”."
    about = found.objective
    return done(request, about.get_absolute_url(), words, about)


def _find(request: ProgrammeRequest, pk: int) -> Reading:
    of_programme = Reading.objects.filter(objective__programme=request.programme)
    return get_object_or_404(of_programme.select_related("objective__programme", "by"), pk=pk)
