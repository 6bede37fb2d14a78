"""What it is worth, and what makes it possible: the page, and the picture for a projector."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.direction.value_room import SCREEN, VALUE
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def value(request: ProgrammeRequest) -> HttpResponse:
    """Show improvements, benefits and their sums, live."""
    may_lead = request.person.may(Role.CHAMPION)
    return render(request, "direction/value.html", {"shown": VALUE, "may_lead": may_lead})


@programme_view(Role.OBSERVER)
@require_GET
def value_screen(request: ProgrammeRequest) -> HttpResponse:
    """Show the picture alone, as large as the screen, live."""
    return render(request, "direction/value_screen.html", {"shown": SCREEN})
