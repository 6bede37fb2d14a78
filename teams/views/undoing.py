"""Taking back what one has just done to a team or a seat."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role, Team
from teams import undoing
from teams.views.seat_answers import told


@programme_view(Role.MEMBER)
@require_POST
def undo(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Do the opposite of what an event tells; only who did it may, if they still could do it."""
    own = Event.objects.filter(programme=request.programme, person=request.person)
    event = get_object_or_404(own.filter(verb__in=undoing.OPPOSITES), pk=pk)
    try:
        if not undoing.may_undo(event, request.person):
            raise PermissionDenied
        undoing.undo(event, request.person)
    except undoing.TooLate as refusal:
        return told(request, str(refusal), _back(request, event), messages.ERROR)
    return told(request, "It is as it was before.", _back(request, event))


def _back(request: ProgrammeRequest, event: Event) -> str:
    """Return where the team is; where all of them are if it is gone."""
    team = Team.objects.filter(programme=request.programme, pk=event.subject_id).first()
    everything = reverse("teams:teams", args=[request.programme.key])
    return team.get_absolute_url() if team else everything
