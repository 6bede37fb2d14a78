"""One capability improvement: planned, changed, and where it stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms import CapabilityForm, LevelForm
from changeprog.direction.history import history
from changeprog.direction.levels import LEVELS
from changeprog.direction.models import CapabilityImprovement
from changeprog.direction.timeline import timeline
from changeprog.direction.views.answers import done, show
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def capability(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a capability improvement."""
    found = _find(request, pk)
    return show(request, "capability", _page(request, found, LevelForm(capability=found)))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_capability(request: ProgrammeRequest) -> HttpResponse:
    """Plan a capability improvement."""
    return _edit(request, None, "The improvement is planned.")


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_capability(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a capability improvement."""
    return _edit(request, _find(request, pk), "The improvement is saved.")


@programme_view(Role.MEMBER)
@require_POST
def assess(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say where a capability stands; its owner and champions may."""
    found = _find(request, pk)
    if not found.may_be_assessed_by(request.person):
        return _leave_to_owner(request, found)
    form = LevelForm(request.POST, capability=found)
    if not form.is_valid():
        return show(request, "capability", _page(request, found, form))
    form.save(request.person)
    return done(request, found.get_absolute_url(), f"It stands at {found.level_now} now.")


def _edit(
    request: ProgrammeRequest, found: CapabilityImprovement | None, words: str
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = CapabilityForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, saved.get_absolute_url(), words)
    return show(request, "capability_form", {"form": form, "capability": found})


def _find(request: ProgrammeRequest, pk: int) -> CapabilityImprovement:
    of_programme = CapabilityImprovement.objects.filter(programme=request.programme)
    return get_object_or_404(of_programme.with_names(), pk=pk)


def _leave_to_owner(request: ProgrammeRequest, found: CapabilityImprovement) -> HttpResponse:
    owner = f"{found.owner}, who owns it, or a champion" if found.owner else "A champion"
    messages.error(request, f"{owner} says where it stands.")
    return redirect(found)


def _page(
    request: ProgrammeRequest, found: CapabilityImprovement, form: LevelForm
) -> dict[str, Any]:
    return {
        "capability": found,
        "form": form,
        "entries": found.levels.select_related("by").order_by("-pk"),
        "levels": LEVELS.values(),
        "milestones": timeline(found.milestones.with_names(), localdate()),
        "benefits": found.benefits.select_related("programme"),
        "history": history(found, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
        "may_assess": found.may_be_assessed_by(request.person),
    }
