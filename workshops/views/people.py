"""Who is in the room: letting in, turning away, saying who a guest is, handing the lead over."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog import live
from changeprog.celery import hint
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.object_rooms import key_of
from workshops import presence
from workshops.folding import link
from workshops.forms.joining import HandoverForm, LinkForm
from workshops.models import Participant
from workshops.room import PHONE
from workshops.tasks import mail_workshops
from workshops.views.answers import find_led, to_page
from workshops.views.asking import answer, ask_about, too_late


@programme_view(Role.MEMBER)
@require_POST
def admit(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let in who waits at the door."""
    row = _find(request, pk)
    row.admit(request.person)
    return answer(request, row.workshop)


@programme_view(Role.MEMBER)
@require_POST
def admit_all(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let in everybody who waits at the door."""
    found = find_led(request, pk)
    for waiting in found.participants.waiting():
        waiting.workshop, waiting.programme = found, found.programme
        waiting.admit(request.person)
    return answer(request, found)


@programme_view(Role.MEMBER)
@require_POST
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take somebody off the list, turn them away at the door, or show them out at once."""
    row = _find(request, pk)
    found = row.workshop
    if not row.remove(request.person):
        return too_late(request, found, "They are no longer on the list.")
    live.recheck(PHONE.name, key_of(found))
    hint(mail_workshops)
    undo = reverse("workshops:participant_removal_end", args=[request.programme.key, pk])
    return answer(request, found, f"{row.name} no longer takes part.", undo=undo)


@programme_view(Role.MEMBER)
@require_POST
def readmit(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a removal back."""
    row = _find(request, pk)
    row.readmit(request.person)
    hint(mail_workshops)
    return answer(request, row.workshop, f"{row.name} takes part again.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def link_guest(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say who of the programme a guest is."""
    guest = _find(request, pk)
    found, name = guest.workshop, guest.name
    if not guest.is_guest:
        return too_late(request, found, f"{guest.name} is known already.")
    form = LinkForm(request.POST if request.method == "POST" else None, guest=guest)
    if form.is_bound and form.is_valid():
        known = link(request.person, guest, form.cleaned_data["person"])
        return answer(request, found, f"{name} is {known.name}, and counted once.")
    heading = f"Who is {name}?"
    return ask_about(request, found, form, heading=heading, button="Link")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def hand_over(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let somebody else facilitate; their page follows by itself."""
    found = find_led(request, pk)
    if found.is_settled:
        return too_late(request, found, "Only a workshop ahead, or going on, is handed over.")
    form = HandoverForm(request.POST if request.method == "POST" else None, workshop=found)
    if not (form.is_bound and form.is_valid()):
        return ask_about(request, found, form, heading="Hand over", button="Hand over")
    to = form.cleaned_data["to"]
    Participant.of_person(found, to)
    found.hand_over(request.person, to)
    hint(mail_workshops)
    if not found.led_by(request.person):
        return to_page(request, "workshop", pk)
    return answer(request, found, f"{to.name} facilitates from now on.")


@programme_view(Role.MEMBER)
@require_POST
def resume(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Go on with a workshop that was interrupted."""
    found = find_led(request, pk)
    if not found.resume(request.person):
        return too_late(request, found, "Only a workshop that was cut off can be gone on with.")
    presence.touch(found.pk, f"person-{request.person.pk}")
    return to_page(request, "lead", pk)


def _find(request: ProgrammeRequest, pk: int) -> Participant:
    """Return a participant of a workshop that the person leads; 404 and 403 otherwise."""
    rows = Participant.objects.filter(programme=request.programme)
    related = rows.select_related("workshop__programme", "programme", "person")
    found = get_object_or_404(related, pk=pk)
    if not found.workshop.led_by(request.person):
        raise PermissionDenied
    return found
