"""Where are we headed together? The workshops, and preparing one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.views.answers import page_of, powers
from workshops import follow_through
from workshops.access import participant_of
from workshops.confidence import in_charge
from workshops.consensus import Rule
from workshops.joining import join_url, qr_code, shown_code
from workshops.kinds import FACILITATOR
from workshops.models import Format, Participant, Workshop
from workshops.views.answers import find, of_room


@programme_view(Role.OBSERVER)
@require_GET
def workshops(request: ProgrammeRequest) -> HttpResponse:
    """Show the next workshops, those that are over, and the agendas that were kept."""
    own = Workshop.objects.filter(programme=request.programme).with_names()
    may_plan = request.person.may(Role.FACILITATOR)
    kept = Format.objects.filter(programme=request.programme).kept()
    context = {
        "ahead": own.ahead(),
        "page": page_of(request, own.over()),
        "formats": kept if may_plan else [],
        "may_plan": may_plan,
        **powers(request),
    }
    return render(request, "workshops/workshops.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def workshop(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Lead to where the workshop is at: its preparation, or the room.

    Facilitators and champions may lead any workshop; of one that is somebody else's they are asked.
    """
    found = find(request, pk)
    if found.is_open and in_charge(found, request.person):
        return redirect("workshops:lead", request.programme.key, pk)
    leads, own = found.led_by(request.person), participant_of(found, request.person)
    context = {
        "workshop": found,
        "leads": leads,
        "takes_part": own is not None and own.state != Participant.State.WAITING,
        "may_plan": request.person.may(Role.FACILITATOR),
        "agreed_when": _agreed_when(found),
        "may_follow": bool(found.closed_at) and follow_through.may_read(found, request.person),
        **powers(request),
        **(_to_prepare(request, found) if leads else _to_read(found)),
    }
    return render(request, "workshops/workshop.html", context)


def _to_prepare(request: ProgrammeRequest, found: Workshop) -> dict[str, Any]:
    way_in = {"code": shown_code(found), "join_url": join_url(found), "qr_code": qr_code(found)}
    return {**of_room(request, found, FACILITATOR), **way_in}


def _agreed_when(found: Workshop) -> list[str]:
    """Return the consensus rule in sentences."""
    names = {each.pk: each.name for each in found.programme.functions.all()}
    return Rule.from_json(found.rule).clauses(names)


def _to_read(found: Workshop) -> dict[str, Any]:
    """Return what those see who do not lead it."""
    coming = found.participants.taking_part().with_names()
    return {"agenda": found.activities.all(), "people": coming}
