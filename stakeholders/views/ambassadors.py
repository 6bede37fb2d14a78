"""Whom to ask to carry the change, and who was asked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.models import Ambassador


@programme_view(Role.FACILITATOR)
@require_GET
def ambassadors(request: ProgrammeRequest) -> HttpResponse:
    """Show who was asked and what they answered."""
    rows = Ambassador.objects.filter(programme=request.programme).with_names()
    return render(request, "stakeholders/ambassadors.html", {"ambassadors": rows})
