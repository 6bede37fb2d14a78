"""The power/interest grid: who stands where, and moving them."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from changeprog.direction.models import Overtaken
from changeprog.direction.undoing import TooLate
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role
from stakeholders import columns, grid_room, marker, placed
from stakeholders.access import look
from stakeholders.forms.people import PeopleFilter
from stakeholders.forms.placing import PlacingForm
from stakeholders.grid import draw
from stakeholders.models import OverviewLook, Stakeholder
from stakeholders.quarters import Quarter, words
from stakeholders.support import Support
from stakeholders.views.answers import ask, done, page_of

WAITING = 6
"""People without a place who are shown beside the grid, at most."""


@programme_view(Role.FACILITATOR)
@require_GET
def map_page(request: ProgrammeRequest) -> HttpResponse:
    """Show where people stand; for htmx, only the grid as it is now."""
    OverviewLook.note(request.person, "the grid")
    wanted = PeopleFilter(request.GET, request.person)
    people = wanted.people()
    crowds = placed.crowds(people)
    grid = draw(wanted.part, crowds.by_cell, placed.fetching(people))
    profile = reverse("stakeholders:profile", args=[request.programme.key, 0])
    context: dict[str, Any] = {
        "filter": wanted,
        "grid": grid,
        "marks": marker.write(grid, profile),
        "crowds": crowds,
        "unplaced": placed.unplaced(people)[:WAITING] if crowds.unplaced else [],
        "page": page_of(request, columns.in_order(wanted.rows(), columns.FIRST)),
        "quarters": Quarter,
        "scale": list(reversed(Support)),
        "functions": request.programme.functions.all(),
        "labels": [label for label, _ in columns.SORTS.values()],
        "news": grid_room.REGION,
    }
    template = "stakeholders/grid/_grid.html" if request.htmx else "stakeholders/grid/map.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def placing(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask where somebody stands, or put them there; 409 when somebody was quicker."""
    found = look(request, pk, "place on the grid")
    seen = found.revision
    form = PlacingForm(request.POST or None, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        undo = _undo_of(request, found) if found.revision != seen else ""
        return _stale(done(request, _said(found), _map(request), undo=undo), found)
    return ask(
        request,
        "grid/placing",
        form,
        stakeholder=found,
        heading=f"Where does {found.person.name} stand?",
        trail_url=_map(request),
        trail="The map",
    )


@programme_view(Role.FACILITATOR)
@require_POST
def undo_placing(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put somebody back where they stood before the viewer moved them."""
    own = Event.objects.filter(programme=request.programme, person=request.person)
    event = get_object_or_404(own.filter(verb="stakeholder.changed"), pk=pk)
    moved: Stakeholder = get_object_or_404(
        Stakeholder.objects.visible_to(request.person), pk=event.subject_id
    )
    try:
        moved.put_back(request.person, event.facts["undo"])
    except Overtaken:
        messages.error(request, str(TooLate()))
    else:
        messages.success(request, _said(moved))
    return redirect(_map(request))


def _said(found: Stakeholder) -> str:
    """Say where somebody stands now."""
    if found.influence is None or found.interest is None:
        return f"{found.person.name} has no place on the grid yet."
    return f"{found.person.name}: {words((found.influence, found.interest))}."


def _map(request: ProgrammeRequest) -> str:
    """Return the address of the grid, as the viewer had narrowed it."""
    page = reverse("stakeholders:map", args=[request.programme.key])
    behind = urlsplit(request.htmx.current_url or "")
    query = behind.query if behind.path == page else request.GET.urlencode()
    return f"{page}?{query}" if query else page


def _undo_of(request: ProgrammeRequest, found: Stakeholder) -> str:
    """Return the address that undoes the move, and leads back to the same part of the grid."""
    event = Event.objects.of(found).filter(person=request.person).first()
    if event is None:
        return ""
    undo = reverse("stakeholders:placing_undoing", args=[request.programme.key, event.pk])
    _, _, query = _map(request).partition("?")
    return f"{undo}?{query}" if query else undo


def _stale(response: HttpResponse, moved: Stakeholder) -> HttpResponse:
    """Have a page that shows the grid ask for it anew, knowing where ``moved`` stands by now."""
    at = f"{moved.influence}-{moved.interest}"
    known = {"point": moved.pk, "revision": moved.revision, "at": at}
    return trigger_client_event(response, "map:stale", known)
