"""One objective: its picture, its readings, and how it is set and changed."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction import picture
from changeprog.direction.forecast import ENOUGH
from changeprog.direction.forms import ObjectiveForm, ReadingForm
from changeprog.direction.history import history
from changeprog.direction.models import Milestone, Objective
from changeprog.direction.outlook import outlook
from changeprog.direction.timeline import timeline
from changeprog.direction.views.answers import say, show
from changeprog.direction.views.editing import Editing
from changeprog.direction.way import way
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

READINGS_A_PAGE = 25

OBJECTIVE = Editing(
    form=ObjectiveForm,
    noun="objective",
    to_make="Set an objective",
    make="Set the objective",
    made="The objective is set. Record its readings here.",
    to_change="Change the objective",
    changed="The objective is saved.",
    everything="direction:overview",
)


@programme_view(Role.OBSERVER)
@require_GET
def objective(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show how far the objective is."""
    found = _find(request, pk)
    return show(request, "objective", _page(request, found, ReadingForm(objective=found)))


@programme_view(Role.MEMBER)
@require_POST
def read(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Record a reading."""
    found = _find(request, pk)
    form = ReadingForm(request.POST, objective=found)
    if not form.is_valid():
        return show(request, "objective", _page(request, found, form))
    form.save(request.person)
    say(request, "The reading is recorded.", found)
    if not request.htmx:
        return redirect(found)
    context = _page(request, found, ReadingForm(objective=found)) | {"say": True}
    return show(request, "objective", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_objective(request: ProgrammeRequest) -> HttpResponse:
    """Set an objective."""
    return OBJECTIVE.answer(request)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_objective(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change an objective."""
    return OBJECTIVE.answer(request, _find(request, pk))


def _find(request: ProgrammeRequest, pk: int) -> Objective:
    of_programme = Objective.objects.filter(programme=request.programme)
    return get_object_or_404(of_programme.with_names(), pk=pk)


def _page(request: ProgrammeRequest, found: Objective, form: ReadingForm) -> dict[str, Any]:
    readings = found.readings.newest_first().select_related("by")
    milestones = Milestone.objects.filter(objective=found).going_ahead().with_names()
    return _seen(found, localdate()) | {
        "objective": found,
        "form": form,
        "page": Paginator(readings, READINGS_A_PAGE).get_page(request.GET.get("page")),
        "milestones": timeline(milestones, localdate()),
        "history": history(found, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
        "may_log": request.person.may(Role.MEMBER),
    }


def _seen(found: Objective, today: date) -> dict[str, Any]:
    """Return how far the objective is and where it leads, in words, numbers and a picture."""
    newest = list(found.readings.newest_first().values_list("on", "value")[:ENOUGH])
    on, value = newest[0] if newest else (None, None)
    ahead = outlook(found, newest, today)
    return {
        "way": way(found, value, on, today),
        "outlook": ahead,
        "estimates": [asdict(each) | {"path": found.straight(each.on)} for each in ahead.estimates],
        "picture": picture.draw(found, found.readings.drawn(), today, ahead.estimates),
    }
