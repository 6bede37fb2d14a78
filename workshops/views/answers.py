"""How the pages of a workshop find it and answer what was done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, trigger_client_event

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.object_rooms import key_of
from workshops import kinds
from workshops.access import WorkshopRequest
from workshops.models import Activity, Workshop
from workshops.room import PHONE, ROOM

NOT_ON = "The workshop is not going on, so nothing can be changed now."
MARK = "<!--token-->"
"""Where a form in a region, drawn for many, gets its token when a page is drawn for one."""


def find(request: ProgrammeRequest, pk: int) -> Workshop:
    """Return the workshop of the programme with that number, or answer 404."""
    own = Workshop.objects.with_names().filter(programme=request.programme)
    return get_object_or_404(own, pk=pk)


def find_led(request: ProgrammeRequest, pk: int) -> Workshop:
    """Return the workshop, or answer 403 to somebody who may not lead it."""
    found = find(request, pk)
    if not found.led_by(request.person):
        raise PermissionDenied
    return found


def find_activity(
    request: ProgrammeRequest, pk: int, among: QuerySet[Activity] | None = None
) -> Activity:
    """Return the activity of a workshop that the person leads; 404 and 403 otherwise.

    ``among`` are those that are looked through: unless it is said, those on an agenda.
    """
    rows = Activity.objects.all() if among is None else among
    own = rows.select_related("workshop__programme", "workshop__current")
    found = get_object_or_404(own, programme=request.programme, pk=pk)
    if not found.workshop.led_by(request.person):
        raise PermissionDenied
    return found


def drawn(
    request: ProgrammeRequest, workshop: Workshop, audience: str, room: Any = ROOM
) -> dict[str, SafeString]:
    """Return the regions of the room as ``audience`` sees them, by name."""
    regions = {
        name.replace("-", "_"): region.render_personally(workshop, request.person)
        if region.personal_context and audience == kinds.FACILITATOR
        else region.render_for(workshop, audience)
        for name, region in room.regions.items()
    }
    return {name: with_token(request, html) for name, html in regions.items()}


def with_token(request: ProgrammeRequest, html: str) -> SafeString:
    """Return ``html`` with its forms, if it has any, usable without a script."""
    if MARK not in html:
        return mark_safe(html)
    token = render(request, "workshops/room/_token.html").content.decode()
    return mark_safe(html.replace(MARK, token))


def of_room(request: ProgrammeRequest, workshop: Workshop, audience: str) -> dict[str, Any]:
    """Return what every live page of a workshop needs."""
    return {
        "workshop": workshop,
        "live_key": key_of(workshop),
        "audience": audience,
        **drawn(request, workshop, audience, PHONE if audience == kinds.PARTICIPANT else ROOM),
    }


def led(
    request: ProgrammeRequest, workshop: Workshop, words: str = "", *, undo: str = ""
) -> HttpResponse:
    """Show whoever leads what has changed, and ``words`` about it."""
    if words:
        messages.success(request, words, extra_tags=undo)
    page = reverse("workshops:lead", args=[request.programme.key, workshop.pk])
    if not request.htmx:
        return redirect(page)
    fresh = find(request, workshop.pk)
    regions = drawn(request, fresh, kinds.FACILITATOR).values()
    context = {"regions": zip(ROOM.regions, regions, strict=True)}
    fragments = render(request, "workshops/room/_changed.html", context)
    return trigger_client_event(reswap(fragments, "none"), "dialog:close")


def refused(request: ProgrammeRequest, workshop: Workshop, words: str) -> HttpResponse:
    """Tell whoever leads why nothing has changed."""
    messages.info(request, words)
    return led(request, workshop)


def said(request: WorkshopRequest, activity: Activity | None) -> HttpResponse:
    """Show a participant what they have said in an activity; the rest comes by the stream."""
    if not request.htmx or activity is None:
        return redirect("workshop_room:room", request.programme.key, request.workshop.pk)
    return reswap(render(request, "workshops/room/_said.html", of_mine(request, activity)), "none")


def of_mine(request: WorkshopRequest, activity: Activity) -> dict[str, Any]:
    """Return what one participant said in one activity, for a template."""
    html = with_token(request, kinds.mine(activity, request.participant))
    return {"activity": activity, "mine": html}


def not_said(request: WorkshopRequest, words: str, status: int = 409) -> HttpResponse:
    """Refuse, in ``words``, what a participant said: 409 when it is too late, 422 when unreadable.

    The browser keeps what was typed.
    """
    if not request.htmx:
        messages.info(request, words)
        return redirect("workshop_room:room", request.programme.key, request.workshop.pk)
    context = {"words": words}
    return reswap(render(request, "workshops/room/_refused.html", context, status=status), "none")


def to_page(request: ProgrammeRequest, name: str, *arguments: Any) -> HttpResponse:
    """Send the browser to the page called ``name``, with htmx and without."""
    path = reverse(f"workshops:{name}", args=[request.programme.key, *arguments])
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)
