"""The onboarding board and a team's own page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from changeprog.onboarding.models import Adoption
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team


@programme_view(Role.OBSERVER)
def board(request: ProgrammeRequest) -> HttpResponse:
    """Show every adopting team by its stage."""
    teams = Team.objects.filter(programme=request.programme).adopting().active().in_order()
    return render(request, "onboarding/board.html", {"teams": teams})


@programme_view(Role.OBSERVER)
def team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show how far one team has come."""
    own = Team.objects.filter(programme=request.programme).adopting().select_related("programme")
    found = get_object_or_404(own, pk=pk)
    return render(request, "onboarding/team.html", {"adoption": Adoption.of(found), "team": found})
