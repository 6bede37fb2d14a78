"""What could this be turned into: side effects, and what stands against them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms import SideEffectForm
from changeprog.direction.history import history
from changeprog.direction.models import SideEffect
from changeprog.direction.side_effects import KNOWN, READ, WRITE
from changeprog.direction.views.answers import done
from changeprog.direction.views.editing import Editing
from changeprog.programme.access import ProgrammeRequest, programme_view

SIDE_EFFECT = Editing(
    form=SideEffectForm,
    noun="side_effect",
    to_make="Name a side effect",
    make="Name it",
    made="It is named. Naming it is half of the answer.",
    to_change="Change the side effect",
    changed="The side effect is saved.",
    everything="direction:side_effects",
)


@programme_view(READ)
@require_GET
def side_effects(request: ProgrammeRequest) -> HttpResponse:
    """Show what nobody intends, those first that nothing stands against, live."""
    context = {"shown": KNOWN, "may_name": request.person.may(WRITE)}
    return render(request, "direction/side_effects.html", context)


@programme_view(READ)
@require_GET
def side_effect(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one side effect."""
    found = _find(request, pk)
    context = {
        "side_effect": found,
        "history": history(found, request.person),
        "may_name": request.person.may(WRITE),
    }
    return render(request, "direction/side_effect.html", context)


@programme_view(WRITE)
@require_http_methods(["GET", "POST"])
def new_side_effect(request: ProgrammeRequest) -> HttpResponse:
    """Name a side effect."""
    return SIDE_EFFECT.answer(request)


@programme_view(WRITE)
@require_http_methods(["GET", "POST"])
def change_side_effect(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a side effect."""
    return SIDE_EFFECT.answer(request, _find(request, pk))


@programme_view(WRITE)
@require_POST
def settle_side_effect(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that it can no longer happen, or has been dealt with."""
    found = _find(request, pk)
    found.settle(request.person)
    words = "It is settled, and stays to be read."
    return done(request, found.get_absolute_url(), words, about=found)


@programme_view(WRITE)
@require_POST
def reopen_side_effect(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that it was settled."""
    found = _find(request, pk)
    found.reopen(request.person)
    return done(request, found.get_absolute_url(), "It is open again.", about=found)


def _find(request: ProgrammeRequest, pk: int) -> SideEffect:
    of_programme = SideEffect.objects.filter(programme=request.programme)
    return get_object_or_404(of_programme.select_related("programme"), pk=pk)
