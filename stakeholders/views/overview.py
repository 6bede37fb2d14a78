"""The map as a whole."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.access import find
from stakeholders.models import Stakeholder


@programme_view(Role.FACILITATOR)
@require_GET
def map_page(request: ProgrammeRequest) -> HttpResponse:
    """Show everybody on the map."""
    rows = Stakeholder.objects.visible_to(request.person).with_names()
    return render(request, "stakeholders/table.html", {"rows": rows})


@programme_view(Role.FACILITATOR)
@require_GET
def table(request: ProgrammeRequest) -> HttpResponse:
    """Show everybody on the map in a table."""
    rows = Stakeholder.objects.visible_to(request.person).with_names()
    return render(request, "stakeholders/table.html", {"rows": rows})


@programme_view(Role.OBSERVER)
@require_GET
def profile(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what is known of one person to those who may know it, and note that they looked."""
    found = find(request, pk)
    found.looked_at(request.person, "profile")
    return render(request, "stakeholders/profile.html", {"stakeholder": found})
