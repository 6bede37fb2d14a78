"""The room as a participant has it in their hand."""

from time import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from changeprog.accounts.access import public
from workshops.access import WorkshopRequest, taking_part
from workshops.forms.arriving import ArrivalForm
from workshops.kinds import PARTICIPANT
from workshops.views.answers import not_said, of_mine, of_room, said


@public("the time of day, by which screens correct their clocks")
@never_cache
@require_GET
def clock(request: HttpRequest) -> HttpResponse:
    """Tell the time in milliseconds since 1970."""
    return JsonResponse({"now": int(time() * 1000)})


@taking_part
@require_GET
def room(request: WorkshopRequest) -> HttpResponse:
    """Show what the room is at, and what this participant has said so far."""
    found = request.workshop
    begun = found.activities.exclude(started_at=None)
    context = {
        **of_room(request, found, PARTICIPANT),
        "participant": request.participant,
        "said": [of_mine(request, activity) for activity in begun],
    }
    return render(request, "workshops/room/room.html", context)


@taking_part
@require_POST
def arrive(request: WorkshopRequest) -> HttpResponse:
    """Say "I am here", perhaps with a word."""
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return not_said(request, "A word of up to 200 characters, please.", 422)
    request.participant.workshop = request.workshop
    request.participant.arrive(form.cleaned_data["word"])
    on = request.workshop.current
    if on:
        on.workshop = request.workshop
    return said(request, on)
