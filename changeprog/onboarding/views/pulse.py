"""Pulses in a programme: of one team, across teams, and what is done with one."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from changeprog.onboarding import pulse_page, readiness
from changeprog.onboarding.forms.pulse import AskForm
from changeprog.onboarding.models import CannotAsk, Pulse
from changeprog.onboarding.models.pulse import to_ask
from changeprog.onboarding.pulse_keys import KeyAway
from changeprog.onboarding.standing import may_lead
from changeprog.onboarding.views.answers import Trail, ask_from, done, page_of
from changeprog.onboarding.views.finding import adopting_team, led_team
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team


@programme_view(Role.OBSERVER)
@require_GET
def readiness_page(request: ProgrammeRequest) -> HttpResponse:
    """Show what teams believe, across the programme and team by team."""
    known = readiness.of(request.programme, request.person)
    teams = Team.objects.filter(programme=request.programme).adopting().active().in_order()
    page = page_of(request, teams)
    context = {
        "across": readiness.across(known.values()),
        "known": len(known),
        "page": page,
        "rows": [(team, known.get(team.pk)) for team in page],
    }
    return render(request, "onboarding/pulse/readiness.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def pulses_of(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what one team said each time, as far as the viewer may see it."""
    team = adopting_team(request, pk)
    context = pulse_page.of_team(team, request.person)
    return render(request, "onboarding/pulse/team.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def ask_team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put the six questions to everybody of a team."""
    team = led_team(request, pk)
    zone = request.programme.time_zone
    form = AskForm(request.POST or None, today=localdate(timezone=ZoneInfo(zone)), zone=zone)
    if form.is_bound and form.is_valid():
        return _asked(request, team, form)
    return _ask_about(
        request,
        team,
        form,
        f"Ask the {len(to_ask(team))} people of {team} how ready they are?",
        "Ask them",
    )


@programme_view(Role.OBSERVER)
@require_GET
def own_slip(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Lead who is asked to their own questions; anybody else to what the team said."""
    pulse = find(request, pk)
    slip = pulse_page.mine(pulse, request.person) if pulse.is_running() else None
    return redirect(slip.path if slip else pulse.get_absolute_url())


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def call_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Throw the answers away unread."""
    pulse = find(request, pk)
    if not may_lead(request.person, pulse.team):
        raise PermissionDenied
    if request.method == "GET":
        heading = "Call it off? What was answered is thrown away unread, for good."
        return _ask_about(request, pulse.team, Form(), heading, "Call it off")
    if not pulse.call_off(request.person):
        return _said(request, pulse, "It is over already.", messages.INFO)
    pulse.forget_key()
    return _said(request, pulse, "It is called off. What was answered was never read.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def share(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let everybody in the programme see what the team said."""
    pulse = find(request, pk)
    if not readiness.may_share(request.person, pulse.team):
        raise PermissionDenied
    if request.method == "GET":
        heading = "Share it with everybody in the programme now? It cannot be taken back."
        return _ask_about(request, pulse.team, Form(), heading, "Share it")
    if not pulse.share(request.person):
        return _said(request, pulse, "There is nothing to share that is not shared.", messages.INFO)
    return _said(request, pulse, "Everybody in the programme sees it now.")


def find(request: ProgrammeRequest, pk: int) -> Pulse:
    """Return the pulse of the programme with that number, or answer 404."""
    own = Pulse.objects.with_names().filter(programme=request.programme)
    found: Pulse = get_object_or_404(own, pk=pk)
    return found


def _asked(request: ProgrammeRequest, team: Team, form: AskForm) -> HttpResponse:
    said = form.cleaned_data
    back = reverse("onboarding:pulses_of", args=[request.programme.key, team.pk])
    try:
        pulse = Pulse.ask(team, request.person, said["closes_on"], key=said["key"])
    except (CannotAsk, KeyAway) as hindrance:
        messages.warning(request, str(hindrance))
        return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
    pulse_page.hint_mails()
    words = f"A mail is on its way to everybody of {team}. Nobody sees who answers, or what."
    return done(request, back, words, about=pulse)


def _said(
    request: ProgrammeRequest, pulse: Pulse, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    messages.add_message(request, level, words)
    path = pulse.get_absolute_url()
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


def _ask_about(
    request: ProgrammeRequest, team: Team, form: Form, heading: str, button: str
) -> HttpResponse:
    back = reverse("onboarding:pulses_of", args=[request.programme.key, team.pk])
    return ask_from(request, Trail(back, f"How ready is {team}?"), form, heading, button)
