"""Who is on the teams: all of them, the grid, the long list, and one of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team
from changeprog.programme.models.team import TeamStays
from changeprog.programme.object_rooms import key_of
from teams import team_page
from teams.forms.team import RequiredForm, TeamForm
from teams.models.voice import may_seat
from teams.seating import REPRESENTATION, TEAMS, cards
from teams.team_filter import TeamFilter
from teams.views.answers import page_of, powers
from teams.views.seat_answers import find_team, question, told


@programme_view(Role.OBSERVER)
@require_GET
def teams(request: ProgrammeRequest) -> HttpResponse:
    """Show the core teams and those that adopt, live."""
    context = {"regions": TEAMS.regions.values(), **powers(request)}
    return render(request, "teams/team/teams.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def representation(request: ProgrammeRequest) -> HttpResponse:
    """Show which function is in which team, and what is missing, live."""
    context = {"regions": REPRESENTATION.regions.values()}
    return render(request, "teams/team/representation.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def adopting(request: ProgrammeRequest) -> HttpResponse:
    """List the teams that adopt the change, or those that are retired."""
    wanted = TeamFilter(request.GET, request.programme)
    page = page_of(request, wanted.rows())
    context = {"filter": wanted, "page": page, "teams": cards(request.programme, list(page))}
    return render(request, "teams/team/adopting.html", {**context, **powers(request)})


@programme_view(Role.OBSERVER)
@require_GET
def team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one team: who sits there, live, what it owes, and who sat there before."""
    found = find_team(request, pk)
    context = {
        "team": found,
        "room_key": key_of(found),
        "shared": team_page.shared_chair(found, request.person),
        "former": team_page.former(found),
        "may_seat": may_seat(request.person, found) and not found.retired_at,
        "hangs": found.something_hangs_on_it if request.person.may(Role.CHAMPION) else True,
        **team_page.ROOM.draw(found, request.person),
        **team_page.owes(found),
        **powers(request),
    }
    return render(request, "teams/team/team.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_team(request: ProgrammeRequest) -> HttpResponse:
    """Add a team that adopts the change."""
    typed = request.POST if request.method == "POST" else None
    form = TeamForm(typed, programme=request.programme)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        words = f"{saved.name} is on board. Give it its first seat."
        return told(request, words, saved.get_absolute_url(), team=saved)
    keep = f"team-{request.programme.key}"
    return question(request, form, "Who comes on board?", "Add the team", keep=keep)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def describe_team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say anew what a team is called and what it is for."""
    found = find_team(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = TeamForm(typed, programme=request.programme, team=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        return told(request, "The team is saved.", found.get_absolute_url(), team=found)
    return question(request, form, "What is it called, what is it for?", "Save", team=found)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def require_functions(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say which functions have to be in a team beyond those it needs anyway."""
    found = find_team(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = RequiredForm(typed, team=found)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return told(request, "Saved. What is missing is named.", _url(found), team=found)
    about = "" if found.is_adopting else "The four core functions have to be in it anyway."
    return question(request, form, "Who has to be in it?", "Save", team=found, about=about)


@programme_view(Role.CHAMPION)
@require_POST
def retire_team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a team aside; its history stays."""
    found = find_team(request, pk)
    try:
        found.retire(request.person)
    except TeamStays as refusal:
        return told(request, str(refusal), _url(found), messages.ERROR)
    return told(request, f"{found.name} is retired. Its history stays.", _url(found), team=found)


@programme_view(Role.CHAMPION)
@require_POST
def bring_team_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that a team was retired."""
    found = find_team(request, pk)
    found.bring_back(request.person)
    return told(request, f"{found.name} is back, with its seats.", _url(found), team=found)


@programme_view(Role.CHAMPION)
@require_POST
def remove_team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Remove a team that nothing hangs on."""
    found = find_team(request, pk)
    try:
        found.remove(request.person)
    except TeamStays as refusal:
        return told(request, str(refusal), _url(found), messages.ERROR)
    messages.success(request, f"{found.name} is removed.")
    return redirect("teams:teams", request.programme.key)


def _url(found: Team) -> str:
    return found.get_absolute_url()
