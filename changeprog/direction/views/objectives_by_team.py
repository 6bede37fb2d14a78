"""All objectives, team by team: each team has measures of its own beside the programme's."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from changeprog.direction.forms.objectives import ObjectiveFilter
from changeprog.direction.way import Way, way
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team

A_PAGE = 48


@programme_view(Role.OBSERVER)
@require_GET
def objectives(request: ProgrammeRequest) -> HttpResponse:
    """Show how far each objective is, grouped by the team that it serves."""
    today = localdate()
    wanted = ObjectiveFilter(request.GET, request.programme)
    page = Paginator(wanted.rows(), A_PAGE).get_page(request.GET.get("page"))
    ways = [way(each, each.latest_value, each.latest_on, today) for each in page]
    context = {
        "filter": wanted,
        "page": page,
        "groups": [(team, list(group)) for team, group in groupby(ways, key=_team)],
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "direction/objectives.html", context)


def _team(seen: Way) -> Team | None:
    return seen.objective.team
