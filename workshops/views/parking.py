"""What those in charge do with points of view and hard questions."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops.confidence import in_charge
from workshops.forms.parking import PlacingForm, QuestionForm, QuestionStepForm, StateForm
from workshops.models import HardQuestion, PointOfView, Workshop
from workshops.views.answers import find, led, refused


def confided(request: ProgrammeRequest, rows: QuerySet[Any], pk: Any) -> Any:
    """Return a point of view or a question; 404 elsewhere, 403 to whoever is not in charge."""
    own = rows.filter(programme=request.programme).select_related("workshop__programme")
    found: Any = get_object_or_404(own, pk=pk)
    _refuse_others(request, found.workshop)
    return found


def _refuse_others(request: ProgrammeRequest, workshop: Workshop) -> None:
    if not in_charge(workshop, request.person):
        raise PermissionDenied


@programme_view(Role.MEMBER)
@require_POST
def move(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how a point of view stands."""
    point = confided(request, PointOfView.objects.all(), pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        return refused(request, point.workshop, "Choose how it stands.")
    point.move(form.cleaned_data["state"])
    return led(request, point.workshop)


@programme_view(Role.MEMBER)
@require_POST
def place(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what becomes of a point of view, or that it has to be placed again."""
    point = confided(request, PointOfView.objects.all(), pk)
    form = PlacingForm(request.POST)
    if not form.is_valid():
        return refused(request, point.workshop, "Say in up to 300 characters what becomes of it.")
    point.place(form.cleaned_data["placed"], form.cleaned_data["word"])
    return led(request, point.workshop)


@programme_view(Role.MEMBER)
@require_POST
def question(request: ProgrammeRequest, pk: str) -> HttpResponse:
    """Put a question to the room in one's own words, take it down, or set it aside."""
    found = confided(request, HardQuestion.objects.all(), pk)
    form = QuestionStepForm(request.POST)
    if not form.is_valid():
        return refused(request, found.workshop, "Keep the question to 500 characters.")
    act, words = form.cleaned_data["act"], form.cleaned_data["words"]
    if act == "put":
        found.put(words or found.text or found.words)
    else:
        {"down": found.take_down, "aside": found.set_aside, "up": found.take_up}[act]()
    return led(request, found.workshop)


@programme_view(Role.MEMBER)
@require_POST
def own_question(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a question to the room of one's own accord."""
    workshop = find(request, pk)
    _refuse_others(request, workshop)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return refused(request, workshop, "Write a question of up to 500 characters first.")
    HardQuestion.put_own(workshop, form.cleaned_data["key"], form.cleaned_data["question"])
    return led(request, workshop)
