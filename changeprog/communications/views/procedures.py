"""What the champion decides about a digest, and how its next edition looks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.communications.forms import ReaderForm, ScheduleForm, WordForm
from changeprog.communications.letter import write
from changeprog.communications.models import Procedure
from changeprog.communications.unsubscribing import seen_by
from changeprog.communications.views.frames import frame
from changeprog.communications.views.overview import find_procedure
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def word(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write the word on top of the next edition."""
    found = find_procedure(request, pk, works=True)
    form = WordForm(request.POST or None, procedure=found)
    return _edit(request, form, "What do you want to say?", pk)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def schedule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Move the digest to another weekday or hour, or switch it off."""
    form = ScheduleForm(request.POST or None, procedure=_find(request, pk))
    return _edit(request, form, "When does it arrive?", pk)


@programme_view(Role.OBSERVER)
@require_GET
def preview(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the next edition just as it will arrive, if nothing more happens."""
    procedure = find_procedure(request, pk)
    reader = ReaderForm(request.GET, procedure=procedure, viewer=request.person).chosen()
    letter = write(procedure.next_edition(reader.zone), reader)
    return frame(seen_by(request.person, reader, letter.html) if letter else "")


def _find(request: ProgrammeRequest, pk: int) -> Procedure:
    own = Procedure.objects.digests().filter(programme=request.programme)
    return get_object_or_404(own.select_related("programme", "word_by"), pk=pk)


def _edit(
    request: ProgrammeRequest, form: WordForm | ScheduleForm, heading: str, pk: int
) -> HttpResponse:
    """Save and go back to the procedure, or show the form, in place or as a page."""
    if request.method == "POST" and form.is_valid():
        messages.success(request, form.save(request.person))
        return redirect("communications:procedure", request.programme.key, pk)
    template = "communications/_edit.html" if request.htmx else "communications/edit.html"
    context = {"form": form, "heading": heading, "pk": pk}
    response = render(request, template, context, status=422 if form.is_bound else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
