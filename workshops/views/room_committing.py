"""What participants commit to, witness and sign; nobody does it for them."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from workshops.access import WorkshopRequest, taking_part
from workshops.forms.committing import CommitmentForm, DeclineForm, ServingForm, WitnessForm
from workshops.models import ActivityKind, CannotCommit, Commitment
from workshops.views.answers import not_said
from workshops.views.room_parking import first_error, in_activity


def _done(request: WorkshopRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except CannotCommit as refusal:
        return not_said(request, str(refusal))
    return in_activity(request, ActivityKind.COMMIT)


@taking_part
@require_POST
def write(request: WorkshopRequest) -> HttpResponse:
    """Write one's commitment, or write it anew."""
    form = CommitmentForm(request.POST)
    if not form.is_valid():
        return not_said(request, first_error(form), 422)
    said, own = form.cleaned_data, request.participant
    own.workshop = request.workshop
    return _done(request, lambda: Commitment.write(own, said["key"], said["text"], said["due"]))


@taking_part
@require_POST
def decline(request: WorkshopRequest) -> HttpResponse:
    """Say to those in charge why one does not commit."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return not_said(request, first_error(form), 422)
    said, own = form.cleaned_data, request.participant
    own.workshop = request.workshop
    return _done(request, lambda: Commitment.decline(own, said["key"], said["reason"]))


@taking_part
@require_POST
def serve(request: WorkshopRequest) -> HttpResponse:
    """Say which objective one's own commitment serves; guests do not know the objectives."""
    own, person = _own(request), request.participant.person
    form = ServingForm(request.POST, programme=request.programme)
    if person is None or not form.is_valid():
        return not_said(request, "Choose one of the objectives of this programme.", 422)
    return _done(request, lambda: own.serve(person, form.cleaned_data["objective"]))


@taking_part
@require_POST
def sign(request: WorkshopRequest) -> HttpResponse:
    """Sign one's own commitment."""
    return _done(request, _own(request).sign)


@taking_part
@require_POST
def unsign(request: WorkshopRequest) -> HttpResponse:
    """Take one's signature back."""
    return _done(request, _own(request).take_signature_back)


@taking_part
@require_POST
def witness(request: WorkshopRequest, commitment: int) -> HttpResponse:
    """Witness somebody's commitment, or take that back."""
    form = WitnessForm(request.POST)
    if not form.is_valid():
        return not_said(request, "Say whether you witness it.", 422)
    found = get_object_or_404(request.workshop.commitments, pk=commitment)
    found.workshop = request.workshop
    act = found.witness if form.cleaned_data["stands"] else found.witness_no_more
    return _done(request, lambda: act(request.participant))


def _own(request: WorkshopRequest) -> Commitment:
    own = get_object_or_404(Commitment, participant=request.participant)
    own.workshop, own.programme = request.workshop, request.programme
    own.participant = request.participant
    return own
