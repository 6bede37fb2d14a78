"""When it is business as usual: all criteria of a programme, and with which a team begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.onboarding import criterion_starters, usual_page
from changeprog.onboarding.forms.criterion import BeginningForm
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.onboarding.views.criterion import own_team
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def usual(request: ProgrammeRequest) -> HttpResponse:
    """Show what has to be true for the programme and for each team, live."""
    context = {"shown": usual_page.PAGE, "may_lead": request.person.may(Role.CHAMPION)}
    return render(request, "onboarding/criteria/usual.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def begin(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give a team its first criteria."""
    team = own_team(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = BeginningForm(typed, programme=request.programme, team=team)
    page = reverse("onboarding:team", args=[request.programme.key, team.pk])
    if not form.is_bound or not form.is_valid():
        return _ask(request, form, f"With what does {team} begin?", "Begin with these", page)
    pattern, acceptor = form.cleaned_data["pattern"], form.cleaned_data["acceptor"]
    first = criterion_starters.like(pattern, team) if pattern else criterion_starters.usual(team)
    count = criterion_starters.begin(request.person, team, first, acceptor)
    words = f"{count} criteria to begin with. Change them until they are yours."
    return done(request, page, words, about=team) if count else done(request, page, ALREADY)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def begin_everywhere(request: ProgrammeRequest) -> HttpResponse:
    """Give every team that has nothing what most begin with."""
    typed = request.POST if request.method == "POST" else None
    form = BeginningForm(typed, programme=request.programme, team=None)
    page = reverse("onboarding:usual", args=[request.programme.key])
    if not form.is_bound or not form.is_valid():
        waiting = len(criterion_starters.without(request.programme))
        heading = f"Begin in {waiting} {'team' if waiting == 1 else 'teams'}?"
        return _ask(request, form, heading, "Begin everywhere", page)
    count = criterion_starters.begin_everywhere(request.person, form.cleaned_data["acceptor"])
    words = f"{count} {'team has' if count == 1 else 'teams have'} criteria to begin with."
    return done(request, page, words)


ALREADY = "There are criteria already; they stay as they are."


def _ask(
    request: ProgrammeRequest, form: BeginningForm, heading: str, button: str, back: str
) -> HttpResponse:
    trail = Trail(back, "Business as usual")
    return ask_from(request, trail, form, heading, button)
