"""The charter: what one would hand out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme import charter
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def charter_page(request: ProgrammeRequest) -> HttpResponse:
    """Show what the programme has agreed on, set for two printed pages."""
    return render(request, "direction/charter.html", {"sheets": charter.pages(request.person)})
