"""Parking an unwritten ground rule in a workshop, and saying that it was spoken about."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from changeprog.direction.views.answers import undo_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.models import GroundRule
from workshops.confidence import in_charge
from workshops.forms.rule_parking import RuleParkingForm, SpokenForm
from workshops.models import ParkedRule
from workshops.views.answers import led
from workshops.views.asking import ask

NOWHERE = "You facilitate no workshop that is still ahead. Plan one, then park the rule there."


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def park_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Park a rule in a workshop that one is in charge of."""
    own = GroundRule.objects.filter(programme=request.programme).select_related("programme")
    rule = get_object_or_404(own, pk=pk)
    form = RuleParkingForm(
        request.POST if request.method == "POST" else None, person=request.person
    )
    if form.is_bound and form.is_valid():
        workshop = form.cleaned_data["workshop"]
        ParkedRule.park(request.person, workshop, rule)
        undo = undo_of(request, rule)
        words = f"Parked in “{workshop.title}”: it waits in your panel there."
        messages.success(request, words, extra_tags=undo)
        path = rule.get_absolute_url()
        return HttpResponseClientRedirect(path) if request.htmx else redirect(path)
    if not form.fields["workshop"].queryset.exists():  # type: ignore[attr-defined]
        form.fields["workshop"].help_text = NOWHERE
    everything = rule.get_list_url()
    return ask(
        request,
        form,
        heading=f"Where is it spoken about: “{rule.words}”?",
        button="Park it there",
        back=everything,
        trail="Unwritten ground rules",
        trail_url=everything,
    )


@programme_view(Role.FACILITATOR)
@require_POST
def speak(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that a parked rule was spoken about, or was not yet."""
    own = ParkedRule.objects.standing().filter(programme=request.programme)
    parked = get_object_or_404(own.select_related("workshop__programme"), pk=pk)
    if not in_charge(parked.workshop, request.person):
        raise PermissionDenied
    form = SpokenForm(request.POST)
    parked.speak(spoken=form.is_valid() and form.cleaned_data["spoken"])
    return led(request, parked.workshop)
