"""One milestone: planned, changed, reached, reopened."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms import CallingOffForm, CompletionForm, MilestoneForm
from changeprog.direction.history import history
from changeprog.direction.models import Milestone
from changeprog.direction.prerequisites import prerequisites
from changeprog.direction.timeline import Stop
from changeprog.direction.views.answers import done, show
from changeprog.direction.views.editing import Editing
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

MILESTONE = Editing(
    form=MilestoneForm,
    noun="milestone",
    to_make="Plan a milestone",
    make="Plan the milestone",
    made="The milestone is planned.",
    to_change="Change the milestone",
    changed="The milestone is saved.",
    everything="direction:overview",
    begins_with=("objective",),
)


@programme_view(Role.OBSERVER)
@require_GET
def milestone(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a milestone."""
    found = _find(request, pk)
    return show(request, "milestone", _page(request, found, CompletionForm(milestone=found)))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_milestone(request: ProgrammeRequest) -> HttpResponse:
    """Plan a milestone."""
    return MILESTONE.answer(request)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_milestone(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a milestone."""
    return MILESTONE.answer(request, _find(request, pk))


@programme_view(Role.MEMBER)
@require_POST
def reach(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that a milestone is reached; its owner and champions may."""
    found = _find(request, pk)
    if not found.may_be_closed_by(request.person):
        return _leave_to_owner(request, found)
    form = CompletionForm(request.POST, milestone=found)
    if not form.is_valid():
        return show(request, "milestone", _page(request, found, form))
    form.save(request.person)
    words = "Reached! Everybody can see it now."
    return done(request, found.get_absolute_url(), words, about=found)


@programme_view(Role.MEMBER)
@require_POST
def reopen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that a milestone was reached; its owner and champions may."""
    found = _find(request, pk)
    if not found.may_be_closed_by(request.person):
        return _leave_to_owner(request, found)
    found.reopen(request.person)
    return done(request, found.get_absolute_url(), "The milestone is open again.", about=found)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def call_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that a milestone will not happen, and why."""
    found = _find(request, pk)
    form = CallingOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found.call_off(request.person, form.cleaned_data["why"])
        words = "It is called off, and stays to be read with its reason."
        return done(request, found.get_absolute_url(), words, about=found)
    asked = {
        "heading": "Why will it not happen?",
        "button": "Call it off",
        "back": found.get_absolute_url(),
    }
    return show(request, "ask", {"form": form, **asked})


@programme_view(Role.CHAMPION)
@require_POST
def resume(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let a milestone that was called off go ahead after all."""
    found = _find(request, pk)
    found.resume(request.person)
    return done(request, found.get_absolute_url(), "It goes ahead after all.", about=found)


def _find(request: ProgrammeRequest, pk: int) -> Milestone:
    of_programme = Milestone.objects.filter(programme=request.programme)
    return get_object_or_404(of_programme.with_names(), pk=pk)


def _leave_to_owner(request: ProgrammeRequest, found: Milestone) -> HttpResponse:
    owner = f"{found.owner}, who owns it, or a champion" if found.owner else "A champion"
    messages.error(request, f"{owner} decides when this milestone is reached.")
    return redirect(found)


def _page(request: ProgrammeRequest, found: Milestone, form: CompletionForm) -> dict[str, Any]:
    today = localdate()
    return {
        "milestone": found,
        "stop": Stop(found, found.state(today)),
        "moves": found.moves.select_related("by"),
        "prerequisites": prerequisites(found, today),
        "form": form,
        "history": history(found, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
        "may_close": found.may_be_closed_by(request.person),
    }
