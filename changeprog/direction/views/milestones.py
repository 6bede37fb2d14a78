"""One milestone: planned, changed, reached, reopened."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms import CompletionForm, MilestoneForm
from changeprog.direction.history import history
from changeprog.direction.models import Milestone
from changeprog.direction.prerequisites import prerequisites
from changeprog.direction.timeline import Stop
from changeprog.direction.views.answers import done, show
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


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
    return _edit(request, None, "The milestone is planned.")


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_milestone(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a milestone."""
    return _edit(request, _find(request, pk), "The milestone is saved.")


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
    return done(request, found.get_absolute_url(), "Reached! Everybody can see it now.")


@programme_view(Role.MEMBER)
@require_POST
def reopen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that a milestone was reached; its owner and champions may."""
    found = _find(request, pk)
    if not found.may_be_closed_by(request.person):
        return _leave_to_owner(request, found)
    found.reopen(request.person)
    return done(request, found.get_absolute_url(), "The milestone is open again.")


def _edit(request: ProgrammeRequest, found: Milestone | None, words: str) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = MilestoneForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, saved.get_absolute_url(), words)
    return show(request, "milestone_form", {"form": form, "milestone": found})


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
