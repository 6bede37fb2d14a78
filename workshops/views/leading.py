"""Leading a workshop: opening it, going from activity to activity, the time, and the wall."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from changeprog.direction.views.answers import say
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.object_rooms import key_of
from workshops.forms.leading import TimerForm, TurnForm
from workshops.kinds import FACILITATOR, SCREEN
from workshops.models import Participant, Workshop
from workshops.room import WALL
from workshops.views.answers import drawn, find_led, led, of_room, refused, to_page


@programme_view(Role.MEMBER)
@require_POST
def open_workshop(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Open the workshop with its first activity."""
    found = find_led(request, pk)
    if found.open(request.person):
        say(request, "The workshop is open.", found)
        Participant.of_person(found, request.person).arrive()
    return to_page(request, "lead", pk)


@programme_view(Role.MEMBER)
@require_GET
def lead(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the room to whoever leads it: agenda, activity, who is here, and what to press."""
    found = find_led(request, pk)
    context = of_room(request, found, FACILITATOR)
    context["always_leads"] = request.person.may(Role.FACILITATOR)
    return render(request, "workshops/room/lead.html", context)


@programme_view(Role.MEMBER)
@require_GET
def screen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the room on a wall: large, and without anything to press."""
    found = find_led(request, pk)
    context = {
        "workshop": found,
        "live_key": key_of(found),
        **drawn(request, found, SCREEN, WALL),
    }
    return render(request, "workshops/room/screen.html", context)


@programme_view(Role.MEMBER)
@require_POST
def turn(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Go on, or back, or straight to another activity."""
    found = find_led(request, pk)
    form = TurnForm(_said(request))
    if not form.is_valid():
        return refused(request, found, "Choose an activity of this workshop.")
    to = get_object_or_404(found.activities, pk=form.cleaned_data["to"])
    if not found.turn(request.person, form.cleaned_data["seen"], to):
        return refused(request, found, "Somebody else has turned the agenda already.")
    return led(request, found)


@programme_view(Role.MEMBER)
@require_POST
def timer(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let the timer run, hold it, or give more time."""
    found = find_led(request, pk)
    form = TimerForm(_said(request))
    if not form.is_valid() or not _turn_timer(request, found, form):
        return refused(request, found, "The timer has changed already.")
    return led(request, found)


def _said(request: ProgrammeRequest) -> dict[str, object]:
    """Return what was sent; without a script, a button says with its address what is meant."""
    return {**request.GET.dict(), **request.POST.dict()}


def _turn_timer(request: ProgrammeRequest, workshop: Workshop, form: TimerForm) -> bool:
    act, minutes = form.cleaned_data["act"], form.cleaned_data["minutes"] or 1
    if act == "extend":
        return workshop.extend_timer(request.person, minutes)
    return (
        workshop.start_timer(request.person)
        if act == "start"
        else workshop.pause_timer(request.person)
    )
