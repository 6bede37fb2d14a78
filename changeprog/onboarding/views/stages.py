"""Bringing a team on: inviting and moving it, who leads it and when; and taking that back."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from changeprog.direction import undoing
from changeprog.onboarding.forms.stage import ArrangementForm, InvitationForm, StageForm
from changeprog.onboarding.models import Adoption, Stage
from changeprog.onboarding.models.adoption import NotUsualYet
from changeprog.onboarding.stages import UNDOINGS, newest
from changeprog.onboarding.telling import page_of
from changeprog.onboarding.views.answers import ask
from changeprog.onboarding.views.finding import led_team
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import page_behind
from changeprog.programme.models import Event, Role, Team


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def move(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Bring a team to any stage."""
    team = led_team(request, pk)
    form = StageForm(request.POST or None, adoption=Adoption.of(team))
    if form.is_bound and form.is_valid() and form.save(request.person):
        return _told(request, team, f"{team}: {Stage(form.cleaned_data['stage']).label}.")
    return _ask(request, team, form, f"Where does {team} stand?", "Move it there")


@programme_view(Role.MEMBER)
@require_POST
def move_on(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Bring a team to the stage that the button named; pressed twice it moves once."""
    team = led_team(request, pk)
    form = StageForm(request.POST, adoption=Adoption.of(team))
    if not form.is_valid():
        return _told(request, team, "Choose a stage.", messages.ERROR)
    try:
        Adoption.of(team).move(request.person, form.cleaned_data["stage"])
    except NotUsualYet as refusal:
        return _told(request, team, str(refusal), messages.ERROR)
    return _told(request, team, f"{team}: {Stage(form.cleaned_data['stage']).label}.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def invite(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Invite a team in one's own words."""
    team = led_team(request, pk)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        new = Adoption.of(team).invite(request.person, form.cleaned_data["words"])
        words = f"{team} is invited. Its people find it in their inbox."
        return _told(request, team, words if new else f"{team} was invited already.")
    return _ask(request, team, form, f"Invite {team}", "Invite the team", keep="invitation")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def arrange(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say who leads a team on board, and when; 409 when somebody was quicker."""
    team = led_team(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = ArrangementForm(typed, adoption=Adoption.of(team))
    if form.is_bound and form.is_valid() and form.save(request.person):
        return _told(request, team, "Saved.")
    return _ask(request, team, form, f"Who leads {team} on board?", "Save", keep="arrangement")


@programme_view(Role.MEMBER)
@require_POST
def undo(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back what one has just done to a team's stage, lead or day, and stay on the board."""
    own = Event.objects.filter(programme=request.programme, person=request.person)
    event = get_object_or_404(own.filter(verb__in=UNDOINGS), pk=pk)
    known, team = UNDOINGS[event.verb], event.subject
    if team is None:
        messages.error(request, str(undoing.TooLate()))
        return redirect("onboarding:board", request.programme.key)
    if not known.may(team, request.person):
        raise PermissionDenied
    try:
        undoing.undo(event)
    except undoing.TooLate as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, known.words)
    board = reverse("onboarding:board", args=[request.programme.key])
    was_on = urlsplit(request.headers.get("Referer", "")).path
    return redirect(board if was_on == board else page_of(team))


def _ask(
    request: ProgrammeRequest, team: Team, form: Form, heading: str, button: str, **more: Any
) -> HttpResponse:
    back = page_of(team)
    if keep := more.pop("keep", ""):
        more["keep"] = f"{keep}-{request.programme.key}-{team.pk}"
    about: dict[str, Any] = {
        "action": request.path,
        "back": back,
        "trail_url": back,
        "trail": team.name,
    }
    return ask(request, "act", form, heading=heading, button=button, **about, **more)


def _told(
    request: ProgrammeRequest, team: Team, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    """Say ``words`` where the person is, board or team, with a way to take it back."""
    event = newest(team, request.person) if level == messages.SUCCESS else None
    place = [request.programme.key, event.pk] if event else []
    undo_url = reverse("onboarding:undoing", args=place) if event else ""
    messages.add_message(request, level, words, extra_tags=undo_url)
    if not request.htmx:
        return redirect(page_of(team))
    behind = page_behind(request)
    return HttpResponseClientRedirect(page_of(team) if behind in {"", request.path} else behind)
