"""What happens when: the timeline as picture and table, and the list of all milestones."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from changeprog.direction import stretch
from changeprog.direction.chart import draw
from changeprog.direction.forms.milestones import MilestoneFilter
from changeprog.direction.forms.timeline import TimelineForm
from changeprog.direction.models import Dependency, Milestone
from changeprog.direction.timeline import Stop
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

A_PAGE = 50


@programme_view(Role.OBSERVER)
@require_GET
def timeline(request: ProgrammeRequest) -> HttpResponse:
    """Show the milestones of a quarter, a year or all time; for htmx, a page of their table."""
    today = localdate()
    wanted = TimelineForm(request.GET)
    known = Milestone.objects.filter(programme=request.programme).going_ahead()
    span = wanted.span(today)
    around = stretch.around(known, span, today)
    span = span or stretch.everything(around, today)
    stops = stretch.stops_in(known, span, wanted.lanes_chosen, today)
    page = Paginator(stops, _rows(request, stops)).get_page(request.GET.get("page"))
    context = {"span": span, "around": around, "stops": stops, "page": page}
    context["rows"] = stretch.in_words(known, page, today)
    if request.htmx:
        return _vary(render(request, "direction/_timeline_table.html", context))
    waits = list(Dependency.objects.of(request.programme).values_list("milestone", "needed"))
    context |= {
        "zooms": TimelineForm.Zoom,
        "lanes": TimelineForm.By,
        "by": wanted.lanes_chosen,
        "chart": draw(stretch.lanes(stops, wanted.lanes_chosen), waits, span, today),
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


def _rows(request: ProgrammeRequest, stops: list[Stop]) -> int:
    """Return how many rows a page of the table has; "all" asks for one page, to print."""
    return max(len(stops), 1) if request.GET.get("page") == "all" else A_PAGE
