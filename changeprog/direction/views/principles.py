"""The six principles: a page to read, for nobody can tick them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.direction.principles import regions
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def principles(request: ProgrammeRequest) -> HttpResponse:
    """Show where the six principles stand, live."""
    return render(request, "direction/principles.html", {"shown": regions.PAGE})
