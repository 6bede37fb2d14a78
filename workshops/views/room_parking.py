"""What participants park, and what they ask without a name."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import reswap

from workshops import question_limit
from workshops.access import WorkshopRequest, taking_part
from workshops.forms.parking import PointForm, QuestionForm
from workshops.models import ActivityKind, CannotPark, HardQuestion, PointOfView
from workshops.views.answers import not_said, said


def first_error(form: Form) -> str:
    """Return what has to be put right first, in a sentence."""
    return next(str(errors[0]) for errors in form.errors.values())


def in_activity(request: WorkshopRequest, kind: ActivityKind) -> HttpResponse:
    """Show a participant what they have said in the activity of this kind that the room is at."""
    begun = request.workshop.activities.filter(kind=kind).exclude(started_at=None)
    on = begun.filter(pk=request.workshop.current_id or 0).first() or begun.last()
    if on:
        on.workshop, on.programme = request.workshop, request.programme
    return said(request, on)


def _done(request: WorkshopRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except CannotPark as refusal:
        return not_said(request, str(refusal))
    return in_activity(request, ActivityKind.PARK)


@taking_part
@require_POST
def park(request: WorkshopRequest) -> HttpResponse:
    """Park a point of view."""
    form = PointForm(request.POST)
    if not form.is_valid():
        return not_said(request, first_error(form), 422)
    request.participant.workshop = request.workshop
    key = form.cleaned_data["key"]
    return _done(request, lambda: PointOfView.park(request.participant, key, **form.said))


@taking_part
@require_POST
def change(request: WorkshopRequest, point: int) -> HttpResponse:
    """Say it in other words, or park it elsewhere."""
    found = _own(request, point)
    form = PointForm(request.POST)
    if not form.is_valid():
        return not_said(request, first_error(form), 422)
    return _done(request, lambda: found.change(**form.said))


@taking_part
@require_POST
def withdraw(request: WorkshopRequest, point: int) -> HttpResponse:
    """Take a point of view back."""
    return _done(request, _own(request, point).withdraw)


def _own(request: WorkshopRequest, point: int) -> PointOfView:
    found = get_object_or_404(request.participant.points_of_view, pk=point)
    found.workshop = request.workshop
    return found


@taking_part
@require_POST
def ask(request: WorkshopRequest) -> HttpResponse:
    """Send a question to the facilitator; nothing is kept of who sent it."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return not_said(request, first_error(form), 422)
    if not request.workshop.is_open:
        return not_said(request, "The workshop is not going on just now, so this was not taken.")
    if not question_limit.counts(request.session.session_key or "", request.workshop):
        words = "That is as many questions as one can send in an hour. Keep it, and send it later."
        return not_said(request, words, 409)
    asked = form.cleaned_data
    HardQuestion.send(request.workshop, asked["key"], asked["question"])
    messages.success(request, "Your question is with the facilitator, without a name.")
    if not request.htmx:
        return redirect("workshop_room:room", request.programme.key, request.workshop.pk)
    return reswap(render(request, "workshops/park/_asked.html"), "none")
