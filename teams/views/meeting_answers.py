"""How the pages of a meeting find it, let somebody lead it, and answer what was done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect, reswap, trigger_client_event

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.object_rooms import key_of
from teams.meeting_room import ROOM
from teams.models import Meeting
from teams.views.answers import ask, page_behind

OVER = "This meeting is not going on, so nothing has changed."


def find(request: ProgrammeRequest, pk: int) -> Meeting:
    """Return the meeting of the programme with that key, or answer 404."""
    own = Meeting.objects.with_names().filter(programme=request.programme)
    return get_object_or_404(own, pk=pk)


def find_led(request: ProgrammeRequest, pk: int) -> Meeting:
    """Return the meeting, or answer 403 to somebody who may not lead it."""
    return led(request, find(request, pk))


def led(request: ProgrammeRequest, meeting: Meeting) -> Meeting:
    """Return ``meeting``, or answer 403 to somebody who may not lead it."""
    if not meeting.led_by(request.person):
        raise PermissionDenied
    return meeting


def of_meeting(request: ProgrammeRequest, meeting: Meeting) -> dict[str, Any]:
    """Return what every live page of a meeting needs: its regions, and the key of its room."""
    return {
        "meeting": meeting,
        "live_key": key_of(meeting),
        "may_lead": meeting.led_by(request.person),
        **ROOM.draw(meeting, request.person),
    }


def ask_about(request: ProgrammeRequest, meeting: Meeting, form: Form, **said: Any) -> HttpResponse:
    """Show a form of the meeting: ``heading``, ``button`` and perhaps ``about``, a sentence."""
    back = meeting.get_absolute_url()
    context = {"meeting": meeting, "back": back, "trail_url": back, "trail": meeting.title, **said}
    return ask(request, "meeting/form", form, **context)


def changed(
    request: ProgrammeRequest, meeting: Meeting, words: str = "", *, undo: str = "", **forms: Form
) -> HttpResponse:
    """Show what has changed where the person is: in the meeting's live page, or on its page.

    ``forms`` begin anew, so that the next decision or action can be typed.
    """
    if words:
        messages.success(request, words, extra_tags=undo)
    page = reverse("teams:meeting", args=[request.programme.key, meeting.pk])
    if not request.htmx:
        return redirect(page)
    behind = page_behind(request)
    if behind == request.path or not behind.startswith(page):
        return HttpResponseClientRedirect(page)
    fresh = find(request, meeting.pk)
    drawn = ROOM.draw(fresh, request.person).values()
    context = {"meeting": fresh, "regions": zip(ROOM.regions, drawn, strict=True), **forms}
    fragments = render(request, "teams/meeting/_changed.html", context)
    return trigger_client_event(reswap(fragments, "none"), "dialog:close")


def lead_to(request: ProgrammeRequest, name: str, *pk: int) -> HttpResponse:
    """Send the browser to the page called ``name``, with htmx and without."""
    path = reverse(f"teams:{name}", args=[request.programme.key, *pk])
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


def too_late(request: ProgrammeRequest, meeting: Meeting, words: str = OVER) -> HttpResponse:
    """Say why nothing has changed."""
    messages.info(request, words)
    return changed(request, meeting)
