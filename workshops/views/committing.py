"""Reading commitments out, and the page of one's own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops.commitment_calendar import file
from workshops.forms.committing import ReadingForm
from workshops.models import Commitment
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
    """Show one's own commitment, its witnesses, and how one said it does."""
    found = _own(request, pk)
    answers = found.participant.follow_ups.answered().order_by("-answered_at")
    context = {"commitment": found, "answers": answers}
    return render(request, "workshops/commit/commitment.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def entry(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give one's own commitment as an entry for one's calendar."""
    found = _own(request, pk)
    answer = HttpResponse(file(found), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="commitment.ics"'
    return answer


def _own(request: ProgrammeRequest, pk: int) -> Commitment:
    """Return a commitment that the person has signed; those of others are not found."""
    own = Commitment.objects.promised_by(request.person).filter(programme=request.programme)
    return get_object_or_404(own.with_names().with_last_answer(), pk=pk)
