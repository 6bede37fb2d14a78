"""What shows that a criterion is met: given by anybody, taken away while nothing rests on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.onboarding.criteria import may_write
from changeprog.onboarding.forms.criterion import EvidenceForm
from changeprog.onboarding.models import Evidence
from changeprog.onboarding.models.criterion import StandsAccepted
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.onboarding.views.criterion import find
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def give(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what shows that it is so."""
    found = find(request, pk)
    form = EvidenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.give(request.person, found)
        asked = f" {found.acceptor.name} is told." if found.acceptor else ""
        return done(request, found.get_absolute_url(), f"It is shown.{asked}", about=given)
    trail = Trail(found.get_absolute_url(), found.statement)
    keep = f"evidence-{found.pk}"
    return ask_from(request, trail, form, "What shows that it is so?", "Show it", keep=keep)


@programme_view(Role.MEMBER)
@require_POST
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take away what shows nothing."""
    rows = Evidence.objects.filter(programme=request.programme).with_names()
    found = get_object_or_404(rows, pk=pk)
    if found.by_id != request.person.pk and not may_write(request.person, found.criterion.team):
        raise PermissionDenied
    try:
        found.remove(request.person)
    except StandsAccepted as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_list_url())
    return done(request, found.get_list_url(), "It is taken away.", about=found)
