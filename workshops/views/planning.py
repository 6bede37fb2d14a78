"""Planning a workshop: when and where, who is asked, calling it off, keeping its agenda."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.celery import hint
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import agendas
from workshops.forms.planning import FormatForm, InviteesForm, WorkshopForm
from workshops.models import Format, Workshop
from workshops.tasks import mail_workshops
from workshops.views.answers import find_led, to_page
from workshops.views.asking import answer, ask, ask_about, too_late

ONLY_PLANNED = "Only a workshop that is still ahead can be changed like that."


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def plan_workshop(request: ProgrammeRequest) -> HttpResponse:
    """Plan a workshop; ``?start=workshop-7`` begins as a copy of that one."""
    form = WorkshopForm(
        request.POST if request.method == "POST" else None,
        programme=request.programme,
        zone=request.person.time_zone,
        initial=proposed(request, request.GET.get("start", "")),
    )
    if form.is_bound and form.is_valid() and (planned := form.save(request.person)):
        hint(mail_workshops)
        messages.success(request, "Planned. Everybody invited is mailed. Now look at the agenda.")
        return to_page(request, "workshop", planned.pk)
    back = reverse("workshops:workshops", args=[request.programme.key])
    context: dict[str, Any] = {"back": back, "trail": "Workshops", "trail_url": back}
    return ask(
        request,
        form,
        heading="Where are we headed, and who has to be there?",
        button="Plan the workshop",
        keep=f"workshop-{request.programme.key}",
        **context,
    )


def proposed(request: ProgrammeRequest, start: str) -> dict[str, Any]:
    """Return what the form begins with: the usual, or what is taken from another workshop."""
    usual = {
        "title": agendas.TITLE,
        "purpose": agendas.PURPOSE,
        "facilitator": request.person.pk,
        "start": start or agendas.USUAL,
    }
    what, _, number = start.partition("-")
    if what != "workshop" or not number.isdecimal():
        return usual
    own = Workshop.objects.filter(programme=request.programme)
    known = own.filter(pk=number[:9]).values(
        "title", "purpose", "place", "facilitator", "cofacilitator", "admit_at_once"
    )
    taken = known.first()
    if taken is None:
        return usual
    who = own.get(pk=number[:9]).participants.taking_part().exclude(person=None)
    return usual | taken | {"people": list(who.values_list("person", flat=True))}


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_workshop(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what it is for, when and where, and who leads."""
    found = find_led(request, pk)
    if found.is_settled:
        return too_late(request, found, ONLY_PLANNED)
    form = WorkshopForm(
        request.POST if request.method == "POST" else None,
        programme=request.programme,
        instance=found,
        zone=request.person.time_zone,
    )
    if form.is_bound and form.is_valid() and form.save(request.person):
        hint(mail_workshops)
        return answer(request, found, "Saved. Calendars are told what is new.")
    return ask_about(request, found, form, heading="What, when and where?", button="Save")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def invite(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask further people to come."""
    found = find_led(request, pk)
    if found.is_settled:
        return too_late(request, found, ONLY_PLANNED)
    form = InviteesForm(request.POST if request.method == "POST" else None, workshop=found)
    if form.is_bound and form.is_valid():
        form.invite(request.person)
        hint(mail_workshops)
        return answer(request, found, "Invited. They are mailed.")
    return ask_about(request, found, form, heading="Who else is asked to come?", button="Invite")


@programme_view(Role.MEMBER)
@require_POST
def cancel_workshop(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Call a planned workshop off; those who were told of it are told."""
    found = find_led(request, pk)
    if not found.cancel(request.person):
        return too_late(request, found, ONLY_PLANNED)
    hint(mail_workshops)
    undo = reverse("workshops:cancellation_end", args=[request.programme.key, pk])
    return answer(request, found, "Cancelled. Everybody who was told of it is told.", undo=undo)


@programme_view(Role.MEMBER)
@require_POST
def plan_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a cancellation back; everybody is invited once more."""
    found = find_led(request, pk)
    if not found.plan_again(request.person):
        return too_late(request, found, "This workshop is not cancelled.")
    hint(mail_workshops)
    return answer(request, found, "It takes place after all. Everybody invited is mailed.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def keep_format(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Keep the agenda under a name, for other workshops to start from."""
    found = find_led(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = FormatForm(typed, workshop=found, initial={"name": found.title})
    if form.is_bound and form.is_valid() and (kept := form.save(request.person)):
        return answer(request, found, f"Kept. Planning a workshop offers “{kept}” from now on.")
    return ask_about(request, found, form, heading="Keep this agenda as a format", button="Keep it")


@programme_view(Role.FACILITATOR)
@require_POST
def remove_format(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Offer a format no longer."""
    known = _find_format(request, pk)
    if known.remove(request.person):
        undo = reverse("workshops:format_removal_end", args=[request.programme.key, pk])
        messages.success(request, f"“{known}” is no longer offered.", extra_tags=undo)
    return to_page(request, "workshops")


@programme_view(Role.FACILITATOR)
@require_POST
def restore_format(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Offer a format again."""
    _find_format(request, pk).restore(request.person)
    return to_page(request, "workshops")


def _find_format(request: ProgrammeRequest, pk: int) -> Format:
    return get_object_or_404(Format.objects.filter(programme=request.programme), pk=pk)
