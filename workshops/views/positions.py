"""Saying where one stands, from a phone in the room."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from django_htmx.http import reswap

from workshops.access import WorkshopRequest, taking_part
from workshops.forms.round import PositionForm
from workshops.gradients import gradient
from workshops.models import OutOfTurn, Round
from workshops.rounds import Saying, draw_mine
from workshops.views.answers import not_said, said, with_token


@taking_part
@require_POST
def take_position(request: WorkshopRequest, number: int) -> HttpResponse:
    """Take where a participant stands; what they said comes back to them alone, and is not kept.

    Neither the address nor a message of the session tells which level it was.
    """
    held = _find(request, number)
    form = PositionForm(request.POST, held=held)
    form.is_valid()
    level, reason = form.cleaned_data.get("level"), form.cleaned_data.get("reason", "")
    if level is None:
        return not_said(request, "Choose one of the steps of this round.", 422)
    saying = Saying(
        gradient(level), reason, error=" ".join(map(str, form.errors.get("reason", [])))
    )
    if saying.error:
        return _answer(request, held, saying, 422)
    if not request.workshop.is_open:
        return not_said(request, "The workshop is not going on, so nothing is counted now.")
    try:
        held.take(request.participant, level, reason)
    except OutOfTurn as refusal:
        return not_said(request, str(refusal))
    return _answer(request, held, saying)


def _find(request: WorkshopRequest, number: int) -> Round:
    """Return the round of this workshop, or answer 404; what is known is not asked for again."""
    own = Round.objects.select_related("proposal__activity")
    found = get_object_or_404(own, pk=number, proposal__activity__workshop=request.workshop)
    activity = found.proposal.activity
    activity.workshop, activity.programme = request.workshop, request.programme
    return found


def _answer(
    request: WorkshopRequest, held: Round, saying: Saying, status: int = 200
) -> HttpResponse:
    activity = held.proposal.activity
    if not request.htmx:
        return not_said(request, saying.error) if saying.error else said(request, activity)
    html = with_token(request, draw_mine(activity, held, saying))
    context = {"activity": activity, "mine": html}
    answer = render(request, "workshops/room/_said.html", context, status=status)
    return reswap(answer, "none")
