"""Is it the right size: what was judged of each function and team, and what to do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.direction import sizes
from changeprog.direction.forms import JudgementForm
from changeprog.direction.models import Judgement
from changeprog.direction.scale import PICTURE, Sized
from changeprog.direction.views.answers import done, show
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Function, Role, Team

HISTORY = 30


@programme_view(Role.OBSERVER)
@require_GET
def size(request: ProgrammeRequest) -> HttpResponse:
    """Show how big the change is for everybody, live."""
    context = {"shown": PICTURE, "may_see_load": request.person.may(Role.MEMBER)}
    return render(request, "direction/size.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def function_size(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show every judgement about a function."""
    return _history(request, get_object_or_404(Function, programme=request.programme, pk=pk))


@programme_view(Role.OBSERVER)
@require_GET
def team_size(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show every judgement about a team."""
    return _history(request, get_object_or_404(Team, programme=request.programme, pk=pk))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def judge_function(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Judge the size of the change for a function."""
    return _judge(request, get_object_or_404(Function, programme=request.programme, pk=pk))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def judge_team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Judge the size of the change for a team."""
    return _judge(request, get_object_or_404(Team, programme=request.programme, pk=pk))


def _judge(request: ProgrammeRequest, about: Function | Team) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = JudgementForm(typed, about=about, before=about.judgements.first())
    everything = reverse("direction:size", args=[request.programme.key])
    if form.is_bound and form.is_valid():
        judged = form.save(request.person)
        verdict = sizes.size(judged.share, judged.weeks).words
        return done(request, everything, f"{about}: {verdict.lower()}.", judged)
    context = {
        "form": form,
        "heading": f"How big is it for {about}?",
        "button": "Judge",
        "back": everything,
        "keep": "",
    }
    return show(request, "ask", context)


def _history(request: ProgrammeRequest, about: Function | Team) -> HttpResponse:
    own: Any = {"function" if isinstance(about, Function) else "team": about}
    judgements = Judgement.objects.of(request.programme).filter(**own)[:HISTORY]
    context = {
        "about": about,
        "history": [Sized(about, judgement) for judgement in judgements],
        "is_function": isinstance(about, Function),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "direction/size_history.html", context)
