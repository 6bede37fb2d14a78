"""The map as a whole."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.access import find


@programme_view(Role.OBSERVER)
@require_GET
def profile(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what is known of one person to those who may know it, and note that they looked."""
    found = find(request, pk)
    found.looked_at(request.person, "profile")
    return render(request, "stakeholders/profile.html", {"stakeholder": found})
