"""The onboarding board and a team's own page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from changeprog.onboarding import team_page
from changeprog.onboarding.models import Adoption
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team
from changeprog.programme.object_rooms import key_of


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
    context = {
        "adoption": Adoption.of(found),
        "team": found,
        "room_key": key_of(found),
        "sections": team_page.read(found, request.person),
    }
    return render(request, "onboarding/team.html", context)
