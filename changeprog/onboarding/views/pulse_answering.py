"""Answering a pulse by the personal link in its mail, once and without an account.

Opening the link changes nothing: mail scanners open links too. Neither the page nor its address
says what was answered, and nothing is kept in a session.
"""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from changeprog.accounts.access import public
from changeprog.onboarding.forms.pulse import SlipForm
from changeprog.onboarding.models import PulseOver, Slip

GONE = "These questions are over, or the link is not complete. Thank you for having looked."


@public("the personal link in a pulse's mail is the right to answer it once")
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the six questions and take the answer; afterwards, only thank."""
    slip = Slip.objects.holding(token)
    if slip is None or slip.person.removed_at or not slip.pulse.is_running():
        return render(request, "onboarding/pulse/gone.html", {"reason": GONE}, status=404)
    with timezone.override(slip.pulse.zone):
        return _thank(request, slip) if slip.is_used else _ask(request, slip)


def _ask(request: HttpRequest, slip: Slip) -> HttpResponse:
    form = SlipForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with suppress(PulseOver):  # the next page says why nothing was taken
            slip.answer(form.answers())
        return redirect(request.path)
    status = 422 if form.is_bound else 200
    context = {"form": form, "pulse": slip.pulse, "programme_name": slip.pulse.programme.name}
    return render(request, "onboarding/pulse/answer.html", context, status=status)


def _thank(request: HttpRequest, slip: Slip) -> HttpResponse:
    return render(request, "onboarding/pulse/thanks.html", {"pulse": slip.pulse})
