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
from changeprog.direction.views.editing import Editing
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

CAPABILITY = Editing(
    form=CapabilityForm,
    noun="capability",
    to_make="Plan an improvement",
    make="Plan it",
    made="The improvement is planned.",
    to_change="Change the improvement",
    changed="The improvement is saved.",
    everything="direction:value",
    trail="direction/_value_trail.html",
)


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
    return CAPABILITY.answer(request)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_capability(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a capability improvement."""
    return CAPABILITY.answer(request, _find(request, pk))


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
    words = f"It stands at {found.level_now} now."
    return done(request, found.get_absolute_url(), words, about=found)


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
        "milestones": timeline(found.milestones.going_ahead().with_names(), localdate()),
        "benefits": found.benefits.select_related("programme"),
        "history": history(found, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
        "may_assess": found.may_be_assessed_by(request.person),
    }
