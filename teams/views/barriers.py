"""Barriers: the long list, the board, the picture of the weeks, and when they go up."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.accounts.forms import status_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams import barrier_board
from teams.barrier_weeks import pictures_of
from teams.filters import BarrierFilter
from teams.forms import EscalationForm
from teams.models import Barrier, EscalationRule
from teams.views.answers import page_of, powers


@programme_view(Role.OBSERVER)
@require_GET
def barriers(request: ProgrammeRequest) -> HttpResponse:
    """List the barriers that are asked for, page by page."""
    wanted = BarrierFilter(request.GET, request.programme)
    page = page_of(request, wanted.rows())
    page.object_list = named(page.object_list)
    context = {"filter": wanted, "page": page, "programme": request.programme}
    return render(request, "teams/barriers.html", {**context, **powers(request)})


def named(rows: Iterable[Barrier]) -> list[Barrier]:
    """Return the same barriers with all that their rows show, fetched for these and no others.

    A database that skips to a far page would otherwise look up the names of all it skips.
    """
    keys = [row.pk for row in rows]
    found = {row.pk: row for row in Barrier.objects.filter(pk__in=keys).with_names()}
    return [found[key] for key in keys if key in found]


@programme_view(Role.OBSERVER)
@require_GET
def barrier_board_page(request: ProgrammeRequest) -> HttpResponse:
    """Show what stands in columns, by age or by owner as the address says."""
    by = "owner" if request.GET.get("by") == "owner" else "age"
    context = {"region": barrier_board.WAYS[by], "by": by, **powers(request)}
    return render(request, "teams/barrier/board.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def barrier_picture(request: ProgrammeRequest) -> HttpResponse:
    """Show, week by week, what stands, what was knocked down, how old it is, what was won."""
    context = {"programme": request.programme, **pictures_of(request.programme)}
    return render(request, "teams/barrier/picture.html", {**context, **powers(request)})


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def escalation_rule(request: ProgrammeRequest) -> HttpResponse:
    """Set when barriers go up, and when one is stale."""
    form = EscalationForm(request.POST or None, rule=EscalationRule.of(request.programme))
    if request.method == "POST" and form.is_valid():
        form.save(request.person)
        messages.success(request, "Saved. It holds for every barrier from now on.")
        return redirect("teams:escalation_rule", request.programme.key)
    return render(request, "teams/barrier/rule.html", {"form": form}, status=status_of(form))
