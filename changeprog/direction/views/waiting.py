"""What a milestone waits for: added and taken away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.direction.forms.waiting import WaitingForm
from changeprog.direction.models import Dependency, Milestone
from changeprog.direction.views.answers import done, show
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def wait(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let a milestone wait for another one."""
    of_programme = Milestone.objects.filter(programme=request.programme)
    found = get_object_or_404(of_programme.select_related("programme"), pk=pk)
    form = WaitingForm(request.POST if request.method == "POST" else None, milestone=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        words = f"It waits for “{form.cleaned_data['needed']}” now."
        return done(request, found.get_absolute_url(), words, about=found)
    return show(request, "waiting_form", {"form": form, "milestone": found})


@programme_view(Role.CHAMPION)
@require_POST
def wait_no_longer(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a dependency away."""
    of_programme = Dependency.objects.of(request.programme)
    found = get_object_or_404(of_programme.select_related("milestone__programme", "needed"), pk=pk)
    found.remove(request.person)
    words = f"It no longer waits for “{found.needed}”."
    return done(request, found.milestone.get_absolute_url(), words, about=found.milestone)
