"""The meeting itself: the page everybody is on, the wall, opening, leading, closing, minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.views.answers import say
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.object_rooms import key_of
from teams.forms.meeting import OpeningForm, TurnForm
from teams.forms.outcome import DecisionForm, NewActionForm
from teams.meeting_room import WALL
from teams.minutes import minutes_of
from teams.models import AgendaPart, Attendance, Meeting
from teams.representation import gaps
from teams.views.meeting_answers import (
    ask_about,
    changed,
    find,
    find_led,
    lead_to,
    led,
    of_meeting,
    too_late,
)


@programme_view(Role.OBSERVER)
@require_GET
def meeting_room(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the meeting as it goes on: with controls for those who lead it."""
    found = find(request, pk)
    context = of_meeting(request, found)
    if context["may_lead"]:
        context |= {
            "decision_form": DecisionForm(),
            "action_form": NewActionForm(None, meeting=found),
        }
    return render(request, "teams/meeting/room.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def meeting_screen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the meeting on a wall: large, and without anything to press."""
    found = find(request, pk)
    context = {"meeting": found, "live_key": key_of(found), **WALL.draw(found, request.person)}
    return render(request, "teams/meeting/screen.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def meeting_minutes(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the minutes, as a document that prints."""
    found = find(request, pk)
    if found.status != Meeting.Status.CLOSED:
        messages.info(request, "There are minutes once the meeting is closed.")
        return redirect(found)
    context = {
        "meeting": found,
        "minutes": minutes_of(found),
        "may_lead": found.led_by(request.person),
        "may_convene": request.person.may(Role.CHAMPION),
    }
    return render(request, "teams/meeting/minutes.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def open_meeting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Open the meeting; with a seat empty that has to be filled, only with a reason."""
    found = find_led(request, pk)
    missing = [str(gap) for gap in gaps(request.programme)]
    posted = request.method == "POST" and (not missing or "gap_reason" in request.POST)
    form = OpeningForm(request.POST if posted else None, missing=missing)
    if not posted or not form.is_valid():
        said = {"heading": "Open the meeting", "button": "Open it now", "missing": missing}
        return ask_about(request, found, form, **said)
    if not found.open(request.person, missing, form.cleaned_data.get("gap_reason", "")):
        return too_late(request, found, f"This meeting is {found.get_status_display().lower()}.")
    say(request, "The meeting is open.", found)
    Attendance.arrive(found, request.person)
    return lead_to(request, "meeting_room", pk)


@programme_view(Role.MEMBER)
@require_POST
def turn(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Go on, or back, to another part of the agenda."""
    parts = AgendaPart.objects.filter(programme=request.programme)
    part = get_object_or_404(parts.select_related("meeting__programme"), pk=pk)
    found = led(request, part.meeting)
    form = TurnForm(request.POST)
    if not form.is_valid() or not found.turn(request.person, form.cleaned_data["seen"], part):
        return too_late(request, found, "Somebody else has turned the agenda already.")
    return changed(request, found)


@programme_view(Role.MEMBER)
@require_POST
def close_meeting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """End the meeting; its minutes are there at once."""
    found = find_led(request, pk)
    if not found.close(request.person):
        return too_late(request, found)
    messages.success(request, "The meeting is closed. These are its minutes.")
    return lead_to(request, "meeting_minutes", pk)


@programme_view(Role.MEMBER)
@require_POST
def resume_meeting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that the meeting was closed."""
    found = find_led(request, pk)
    if not found.resume(request.person):
        return too_late(request, found, "Only a closed meeting can be gone on with.")
    return lead_to(request, "meeting_room", pk)
