"""What happens when: the timeline as picture and table, and the list of all milestones."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from changeprog.direction.chart import Lane, draw
from changeprog.direction.forms.milestones import MilestoneFilter
from changeprog.direction.forms.timeline import TimelineForm
from changeprog.direction.models import Milestone, Objective
from changeprog.direction.models.milestone import MilestoneQuerySet
from changeprog.direction.span import Span, whole
from changeprog.direction.timeline import Stop
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team

A_PAGE = 50


@programme_view(Role.OBSERVER)
@require_GET
def timeline(request: ProgrammeRequest) -> HttpResponse:
    """Show the milestones of a quarter, a year or all time."""
    today = localdate()
    wanted = TimelineForm(request.GET)
    known = Milestone.objects.filter(programme=request.programme)
    span = wanted.span(today)
    around = _around(known, span, today)
    span = span or _everything(around, today)
    shown = known.between(span.first, span.last).with_names().with_needs()
    stops = [Stop(milestone, milestone.state(today)) for milestone in shown]
    context = {
        "span": span,
        "zooms": TimelineForm.Zoom,
        "lanes": TimelineForm.By,
        "by": wanted.lanes_chosen,
        "around": around,
        "stops": stops,
        "chart": draw(_lanes(stops, wanted.lanes_chosen), span, today),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "direction/timeline.html", context)


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
