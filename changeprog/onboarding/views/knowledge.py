"""What people need to know: the overview of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.onboarding.knowledge import KNOWLEDGE
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import powers
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def knowledge(request: ProgrammeRequest) -> HttpResponse:
    """Show what is open, what has to be checked, and who has no mentor; live."""
    context = {"shown": KNOWLEDGE, **powers(request)}
    return render(request, "onboarding/knowledge/knowledge.html", context)
