"""Reading commitments out, and the page of one of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from changeprog.direction.views.answers import undo_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import promises
from workshops.commitment_calendar import file
from workshops.confidence import in_charge
from workshops.forms.committing import ReadingForm, ServingForm
from workshops.models import Commitment, FollowUp
from workshops.models.commitment import stop_reading
from workshops.views.answers import find_led, led, refused


@programme_view(Role.MEMBER)
@require_POST
def read(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put the next commitment on the wall, or none."""
    workshop = find_led(request, pk)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return refused(request, workshop, "Choose a commitment of this workshop.")
    seen, to = form.numbers()
    if to is None:
        turned = stop_reading(workshop, seen)
    else:
        made = Commitment.objects.made().filter(workshop=workshop)
        found = get_object_or_404(made, pk=to)
        found.workshop = workshop
        turned = found.read_out(seen)
    if not turned:
        return refused(request, workshop, "Somebody else has gone on already.")
    return led(request, workshop)


@programme_view(Role.OBSERVER)
@require_GET
def commitment(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a commitment, its witnesses, and how it does to those who were told."""
    found = _read(request, pk)
    own = promises.is_own(found, request.person)
    answers = found.participant.follow_ups.answered().order_by("-answered_at")
    asked = FollowUp.objects.to_answer(request.person, found.participant) if own else None
    context = {
        "commitment": found,
        "own": own,
        "asked": asked,
        "answers": answers if own or in_charge(found.workshop, request.person) else [],
        "form": _form(request, found) if promises.may_tie(found, request.person) else None,
    }
    return render(request, "workshops/commit/commitment.html", context)


@programme_view(Role.OBSERVER)
@require_POST
def serve(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say which objective a commitment serves."""
    found = _read(request, pk)
    if not promises.may_tie(found, request.person):
        raise PermissionDenied
    form = _form(request, found)
    if not form.is_valid():
        messages.error(request, "Choose one of the objectives of this programme.")
    elif found.serve(request.person, form.cleaned_data["objective"]):
        said = "It serves no objective." if found.objective is None else "It serves that objective."
        messages.success(request, said, extra_tags=_undo(request, found))
    return redirect(found)


@programme_view(Role.OBSERVER)
@require_GET
def entry(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give one's own commitment as an entry for one's calendar."""
    found = _own(request, pk)
    answer = HttpResponse(file(found), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="commitment.ics"'
    return answer


def _read(request: ProgrammeRequest, pk: int) -> Commitment:
    """Return a commitment that the person may read, or answer 404."""
    own = promises.read_by(request.person).with_names()
    related = own.select_related("programme", "workshop__programme", "objective")
    return get_object_or_404(related, pk=pk)


def _form(request: ProgrammeRequest, found: Commitment) -> ServingForm:
    said = request.POST if request.method == "POST" else None
    first = {"objective": found.objective_id}
    return ServingForm(said, initial=first, programme=request.programme)


def _undo(request: ProgrammeRequest, found: Commitment) -> str:
    """Return where what the person has just done to it is undone; members only undo."""
    return undo_of(request, found) if request.person.may(Role.MEMBER) else ""


def _own(request: ProgrammeRequest, pk: int) -> Commitment:
    """Return a commitment that the person has signed; those of others are not found."""
    own = Commitment.objects.promised_by(request.person).filter(programme=request.programme)
    return get_object_or_404(own.with_names().with_last_answer(), pk=pk)
