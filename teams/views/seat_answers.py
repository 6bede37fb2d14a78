"""How pages about teams and seats are asked and answered, and who may act there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Team
from teams import undoing
from teams.models.voice import may_seat
from teams.seating import REPRESENTATION, TEAMS
from teams.views.answers import ask, done, page_behind


def find_team(request: ProgrammeRequest, pk: int) -> Team:
    """Return a team of the programme, retired or not."""
    own = Team.objects.filter(programme=request.programme).select_related("programme")
    return get_object_or_404(own, pk=pk)


def refuse_unless_may_seat(request: ProgrammeRequest, team: Team) -> None:
    """Raise ``PermissionDenied`` for who neither leads the team nor the programme."""
    if not may_seat(request.person, team):
        raise PermissionDenied


def question(  # noqa: PLR0913 -- what a form says around its fields
    request: ProgrammeRequest,
    form: Form,
    heading: str,
    button: str,
    *,
    team: Team | None = None,
    keep: str = "",
    about: str = "",
) -> HttpResponse:
    """Show a form about ``team``, or about none yet; 409 when somebody was quicker."""
    everything = reverse("teams:teams", args=[request.programme.key])
    back = team.get_absolute_url() if team else everything
    shown: dict[str, Any] = {
        "heading": heading,
        "button": button,
        "action": request.get_full_path(),
        "about": about,
        "back": back,
        "keep": keep,
        "trail_url": back,
        "trail": team.name if team else "Teams",
    }
    return ask(request, "act", form, **shown)


def told(
    request: ProgrammeRequest,
    words: str,
    path: str,
    level: int = messages.SUCCESS,
    *,
    team: Team | None = None,
) -> HttpResponse:
    """Say ``words`` where the person is, with a way to take back what they did to ``team``."""
    event = undoing.newest(team, request.person) if team else None
    key = request.programme.key
    undo = reverse("teams:undoing", args=[key, event.pk]) if event else ""
    behind = page_behind(request) if request.htmx else ""
    if behind not in {request.path, *_live_pages(key)}:
        messages.add_message(request, level, words, extra_tags=undo)
        return HttpResponseClientRedirect(behind or path) if request.htmx else redirect(path)
    return done(request, words, path, level, undo=undo, regions=_live_pages(key).get(behind, ()))


def _live_pages(key: str) -> dict[str, Any]:
    """Return the regions of the live pages by their addresses."""
    return {
        reverse("teams:teams", args=[key]): TEAMS.regions.values(),
        reverse("teams:representation", args=[key]): REPRESENTATION.regions.values(),
    }
