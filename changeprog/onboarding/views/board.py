"""The onboarding board, as columns or as a table, and a team's own page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.onboarding import team_page
from changeprog.onboarding.board import BOARD, by_stage, cards
from changeprog.onboarding.board_filter import BoardFilter
from changeprog.onboarding.views.answers import page_of
from changeprog.onboarding.views.finding import adopting_team
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import powers
from changeprog.programme.models import Role
from changeprog.programme.object_rooms import key_of


@programme_view(Role.OBSERVER)
@require_GET
def board(request: ProgrammeRequest) -> HttpResponse:
    """Show every adopting team by its stage: live as long as nothing narrower is asked for."""
    wanted = BoardFilter(request.GET, request.person)
    context = {"filter": wanted, "region": BOARD, "view": "board", **powers(request)}
    if wanted.narrows:
        stages = by_stage(request.person, wanted.rows(), all_stages=False)
        context |= {"stages": stages, "count": sum(stage.count for stage in stages)}
    return render(request, "onboarding/board.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def table(request: ProgrammeRequest) -> HttpResponse:
    """Show the teams in a table, page by page."""
    wanted = BoardFilter(request.GET, request.person)
    page = page_of(request, wanted.rows())
    context = {
        "filter": wanted,
        "page": page,
        "cards": cards(request.person, page),
        "view": "table",
    }
    return render(request, "onboarding/table.html", {**context, **powers(request)})


@programme_view(Role.OBSERVER)
@require_GET
def team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a team's own page, live: how far it has come, and what its people can do today."""
    found = adopting_team(request, pk)
    context = {
        "team": found,
        "room_key": key_of(found),
        "sections": team_page.read(found, request.person),
    }
    return render(request, "onboarding/team.html", context)
