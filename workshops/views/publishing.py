"""The end of a workshop: publishing what goes to the programme, and whether it was worth it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import ending, harvest, publishing
from workshops.access import WorkshopRequest, taking_part
from workshops.forms.ending import FeedbackForm, LeavingOutForm, PublishingForm
from workshops.models import ActivityKind, LeftOut, Workshop, feedback
from workshops.views.answers import find_led, led, not_said, said, to_page

MAY_PUBLISH = {Workshop.Status.OPEN, Workshop.Status.CLOSED}


@programme_view(Role.MEMBER)
@require_GET
def preview(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what goes to the programme; once it has, the record says so."""
    found = find_led(request, pk)
    if found.published_at or found.status not in MAY_PUBLISH:
        return redirect("workshops:record", request.programme.key, pk)
    return render(request, "workshops/close/publishing.html", ending.preview(found))


@programme_view(Role.MEMBER)
@require_POST
def leave_out(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Leave one piece out of what goes to the programme, or take it in again."""
    found = find_led(request, pk)
    form = LeavingOutForm(request.POST)
    pieces = {piece.name: piece for piece in harvest.pieces(found)}
    piece = pieces.get(form.cleaned_data["name"]) if form.is_valid() else None
    if piece is None or found.published_at:
        return _answer(request, found, "This is no longer in the preview.")
    LeftOut.mark(found, piece.source, out=form.cleaned_data["out"])
    return _answer(request, found)


@programme_view(Role.MEMBER)
@require_POST
def publish(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Bring to the programme what the preview shows, and close the workshop."""
    found = find_led(request, pk)
    form = PublishingForm(request.POST)
    if not form.is_valid():
        return _answer(request, found, publishing.CHANGED)
    try:
        new = publishing.publish(found, request.person, form.cleaned_data["seen"])
    except publishing.NotYet as reason:
        return _answer(request, found, str(reason))
    if new:
        messages.success(request, "The workshop is closed. This is its record.")
    return to_page(request, "record", pk)


def _answer(request: ProgrammeRequest, workshop: Workshop, words: str = "") -> HttpResponse:
    """Show the preview anew where it was pressed, with ``words`` about it."""
    if words:
        messages.info(request, words)
    if request.htmx and workshop.is_open:
        return led(request, workshop)
    return to_page(request, "publishing", workshop.pk)


@taking_part
@require_POST
def give_feedback(request: WorkshopRequest) -> HttpResponse:
    """Say whether it was worth the time; nobody says it twice."""
    begun = request.workshop.activities.exclude(started_at=None)
    on = begun.filter(kind=ActivityKind.CLOSE).last()
    form = FeedbackForm(request.POST)
    if on is None or not request.workshop.is_open:
        return not_said(request, "The workshop is not asking this just now.")
    if not form.is_valid():
        return not_said(request, "Choose one of the five, please.", 422)
    request.participant.workshop = request.workshop
    feedback.give(request.participant, **form.cleaned_data)
    on = get_object_or_404(request.workshop.activities, pk=on.pk)
    on.workshop, on.programme = request.workshop, request.workshop.programme
    return said(request, on)
