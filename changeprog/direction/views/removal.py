"""Taking away what was made by mistake; "Undo" brings it back."""

from collections.abc import Callable

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from changeprog.direction.models import (
    Benefit,
    CapabilityImprovement,
    Milestone,
    Objective,
    SideEffect,
)
from changeprog.direction.models.removable import Removable
from changeprog.direction.side_effects import WRITE
from changeprog.direction.views.answers import done
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


def removal(model: type[Removable], least: Role) -> Callable[..., HttpResponseBase]:
    """Return the view that takes a row of ``model`` away."""

    @programme_view(least)
    @require_POST
    def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
        of_programme = model.objects.filter(programme=request.programme)
        found = get_object_or_404(of_programme.select_related("programme"), pk=pk)
        found.remove(request.person)
        return done(request, found.get_list_url(), f"“{found}” is taken away.", about=found)

    return remove


remove_objective = removal(Objective, Role.CHAMPION)
remove_milestone = removal(Milestone, Role.CHAMPION)
remove_capability = removal(CapabilityImprovement, Role.CHAMPION)
remove_benefit = removal(Benefit, Role.CHAMPION)
remove_side_effect = removal(SideEffect, WRITE)
