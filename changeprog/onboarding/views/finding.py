"""How a page finds the team that it is about, and who may act there."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from changeprog.onboarding.standing import may_lead
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Team


def adopting_team(request: ProgrammeRequest, pk: int) -> Team:
    """Return an adopting team of the programme, retired or not; otherwise 404."""
    own = Team.objects.filter(programme=request.programme).adopting()
    return get_object_or_404(own.select_related("programme"), pk=pk)


def led_team(request: ProgrammeRequest, pk: int) -> Team:
    """Return an adopting team that the viewer may lead on board; otherwise 404 or 403."""
    found = adopting_team(request, pk)
    if found.retired_at or not may_lead(request.person, found):
        raise PermissionDenied
    return found
