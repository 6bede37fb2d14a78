"""The board, and the one small form that logs onto it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams import board as live_board
from teams.forms import LogForm
from teams.models import Barrier, Victory
from teams.views.answers import ask, done, page_behind, powers


@programme_view(Role.OBSERVER)
@require_GET
def board(request: ProgrammeRequest) -> HttpResponse:
    """Show what has been won and what is in the way."""
    context = {"regions": live_board.BOARD.regions.values(), **powers(request)}
    return render(request, "teams/board.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def log(request: ProgrammeRequest) -> HttpResponse:
    """Log a victory or a barrier."""
    asked = request.GET.get("what", "")
    form = LogForm(request.POST or None, request.FILES or None, by=request.person, asked=asked)
    if request.method == "GET" or not form.is_valid():
        return ask(request, "log", form, heading="Log a victory or a barrier", asked=asked)
    logged, path = form.log(), reverse("teams:board", args=[request.programme.key])
    shown = live_board.BOARD.regions.values() if page_behind(request) == path else ()
    return done(request, thanks(logged), path, undo=undo_of(logged), regions=shown)


def undo_of(logged: Victory | Barrier) -> str:
    """Return the address that takes back what was logged by mistake."""
    noun = "barrier" if isinstance(logged, Barrier) else "victory"
    return reverse(f"teams:{noun}_taking_back", args=[logged.programme.key, logged.pk])


def thanks(logged: Victory | Barrier) -> str:
    """Say what has been logged and, for a barrier, what happens to it next."""
    if isinstance(logged, Victory):
        return "Well done. The victory is on the board."
    if logged.owner is None:
        return "The barrier is on the board. It needs an owner within a day."
    return f"The barrier is on the board; {logged.owner.name} owns it."
