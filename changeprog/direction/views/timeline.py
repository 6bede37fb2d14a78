"""What happens when: the timeline as picture and table, and the list of all milestones."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from changeprog.direction.chart import Lane, draw
from changeprog.direction.forms.milestones import MilestoneFilter
from changeprog.direction.forms.timeline import TimelineForm
from changeprog.direction.models import Dependency, Milestone, Objective
from changeprog.direction.models.milestone import MilestoneQuerySet
from changeprog.direction.span import Span, whole
from changeprog.direction.timeline import Stop
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team

A_PAGE = 50


@programme_view(Role.OBSERVER)
@require_GET
def timeline(request: ProgrammeRequest) -> HttpResponse:
    """Show the milestones of a quarter, a year or all time; for htmx, a page of their table."""
    today = localdate()
    wanted = TimelineForm(request.GET)
    known = Milestone.objects.filter(programme=request.programme).going_ahead()
    span = wanted.span(today)
    around = _around(known, span, today)
    span = span or _everything(around, today)
    stops = _stops(known, span, wanted.lanes_chosen, today)
    page = Paginator(stops, _rows(request, stops)).get_page(request.GET.get("page"))
    context = {"span": span, "around": around, "stops": stops, "page": page}
    context["rows"] = _in_words(known, page, today)
    if request.htmx:
        return _vary(render(request, "direction/_timeline_table.html", context))
    waits = list(Dependency.objects.of(request.programme).values_list("milestone", "needed"))
    context |= {
        "zooms": TimelineForm.Zoom,
        "lanes": TimelineForm.By,
        "by": wanted.lanes_chosen,
        "chart": draw(_lanes(stops, wanted.lanes_chosen), waits, span, today),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return _vary(render(request, "direction/timeline.html", context))


@programme_view(Role.OBSERVER)
@require_GET
def milestones(request: ProgrammeRequest) -> HttpResponse:
    """List the milestones that were asked for."""
    today = localdate()
    wanted = MilestoneFilter(request.GET, request.programme, today)
    page = Paginator(wanted.rows(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": wanted,
        "counts": wanted.counts(),
        "page": page,
        "stops": [Stop(milestone, milestone.state(today)) for milestone in page],
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "direction/milestones.html", context)


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response


def _stops(known: MilestoneQuerySet, span: Span, by: str, today: date) -> list[Stop]:
    """Return what the picture shows: of names only those of the lanes, each looked up once."""
    looked_up = ["programme", by] if by else ["programme"]
    bare = known.between(span.first, span.last).with_names().select_related(None)
    shown = bare.prefetch_related(*looked_up)
    return [Stop(milestone, milestone.state(today)) for milestone in shown]


def _rows(request: ProgrammeRequest, stops: list[Stop]) -> int:
    """Return how many rows a page of the table has; "all" asks for one page, to print."""
    return max(len(stops), 1) if request.GET.get("page") == "all" else A_PAGE


def _in_words(known: MilestoneQuerySet, page: Page[Stop], today: date) -> list[Stop]:
    """Return the stops of ``page`` with everything that the table says."""
    here = known.filter(pk__in=[stop.milestone.pk for stop in page])
    full = here.with_names().with_needs().with_day()
    return [Stop(milestone, milestone.state(today)) for milestone in full]


def _around(known: MilestoneQuerySet, span: Span | None, today: date) -> dict[str, Any]:
    """Return how many there are, from when to when, and what lies outside ``span``."""
    asked: dict[str, Any] = {"count": Count("pk"), "first": Min("day"), "last": Max("day")}
    if span:
        before, after = Q(day__lt=span.first), Q(day__gt=span.last)
        late = Q(reached_on=None, due__lt=today)
        asked |= {
            "earlier": Count("pk", filter=before),
            "earlier_late": Count("pk", filter=before & late),
            "later": Count("pk", filter=after),
        }
    return known.with_day().order_by().aggregate(**asked)


def _everything(around: dict[str, Any], today: date) -> Span:
    first, last = around["first"] or today, around["last"] or today
    return whole(min(first, today), max(last, today))


def _lanes(stops: list[Stop], by: str) -> list[Lane]:
    """Return ``stops`` in one lane, or one for each objective or team and a last one for none."""
    if not by:
        return [Lane("", stops)]
    none = "No objective yet" if by == TimelineForm.By.OBJECTIVE else "No team yet"
    return [Lane(str(title or none), list(group)) for title, group in _grouped(stops, by)]


def _grouped(
    stops: list[Stop], by: str
) -> Iterable[tuple[Objective | Team | None, Iterable[Stop]]]:
    def whose(stop: Stop) -> Objective | Team | None:
        belongs: Objective | Team | None = getattr(stop.milestone, by)
        return belongs

    def order(stop: Stop) -> tuple[bool, int]:
        belongs = whose(stop)
        return belongs is None, belongs.pk if belongs else 0

    return groupby(sorted(stops, key=order), key=whose)
