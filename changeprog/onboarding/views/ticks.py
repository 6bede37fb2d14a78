"""The one tap: somebody did it the new way today, or takes that back."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from changeprog.onboarding import trial_cards
from changeprog.onboarding.forms.trial import TickForm
from changeprog.onboarding.models import Tick
from changeprog.onboarding.standing import is_of
from changeprog.onboarding.views.trials import find
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

TOO_LATE = "This day cannot be ticked any more: only today and the three days before it."


@programme_view(Role.MEMBER)
@require_POST
def tick(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put the person's own tick, or take it back; the answer is what they can tap now."""
    trial = find(request, pk)
    if not is_of(request.person, trial.team):
        raise PermissionDenied
    form = TickForm(request.POST)
    fits = form.is_valid() and Tick.put(trial, request.person, **form.cleaned_data)
    if fits:
        trial_cards.redraw(trial)
    if not request.htmx:
        if not fits:
            messages.error(request, TOO_LATE)
        return redirect(trial)
    card, on = trial_cards.card(trial, request.person), form.cleaned_data.get("on")
    shown = {
        "programme": request.programme,
        "card": card,
        "tapped": next((tap for tap in card.taps if fits and tap.on == on), None),
        "refusal": "" if fits else TOO_LATE,
    }
    status = HTTPStatus.OK if fits else HTTPStatus.CONFLICT
    return render(request, "onboarding/trial/_ticks.html", shown, status=status)
