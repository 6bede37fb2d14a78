"""Where are we headed together? The workshops, and preparing one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.views.answers import page_of, powers
from workshops.models import Workshop
from workshops.views.answers import find


@programme_view(Role.OBSERVER)
@require_GET
def workshops(request: ProgrammeRequest) -> HttpResponse:
    """Show the next workshops, and those that are over."""
    own = Workshop.objects.filter(programme=request.programme).with_names()
    context = {"ahead": own.ahead(), "page": page_of(request, own.over()), **powers(request)}
    return render(request, "workshops/workshops.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def workshop(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Lead to where the workshop is at: its preparation, or the room."""
    found = find(request, pk)
    if found.is_open and found.led_by(request.person):
        return redirect("workshops:lead", request.programme.key, pk)
    return render(request, "workshops/workshop.html", {"workshop": found, **powers(request)})
