"""The agenda of a meeting: adding, changing, moving and removing its parts."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.meeting import MoveForm, PartForm
from teams.models import AgendaPart, Meeting, PartOn
from teams.views.meeting_answers import ask_about, changed, find_led, led, too_late

SETTLED = "The agenda of a meeting that is over belongs to its minutes."


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def new_part(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Add a part to the agenda."""
    return _edit(request, find_led(request, pk), None)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def part(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a part of the agenda."""
    found = _find(request, pk)
    return _edit(request, found.meeting, found)


@programme_view(Role.MEMBER)
@require_POST
def move_part(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Move a part up or down."""
    found = _find(request, pk)
    if _is_settled(found.meeting):
        return too_late(request, found.meeting, SETTLED)
    found.move(request.person, MoveForm(request.POST).steps())
    return changed(request, found.meeting)


@programme_view(Role.MEMBER)
@require_POST
def remove_part(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a part off the agenda."""
    found = _find(request, pk)
    if _is_settled(found.meeting):
        return too_late(request, found.meeting, SETTLED)
    try:
        found.remove(request.person)
    except PartOn as reason:
        return too_late(request, found.meeting, str(reason))
    return changed(request, found.meeting, f"“{found.title}” is off the agenda.")


def _edit(request: ProgrammeRequest, meeting: Meeting, found: AgendaPart | None) -> HttpResponse:
    if _is_settled(meeting):
        return too_late(request, meeting, SETTLED)
    typed = request.POST if request.method == "POST" else None
    form = PartForm(typed, meeting=meeting, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        return changed(request, meeting, "The agenda is saved.")
    removal = ""
    if found and found.started_at is None:
        removal = reverse("teams:part_removal", args=[request.programme.key, found.pk])
    heading = "Change this part" if found else "Add a part"
    return ask_about(request, meeting, form, heading=heading, button="Save", removal=removal)


def _find(request: ProgrammeRequest, pk: int) -> AgendaPart:
    own = AgendaPart.objects.filter(programme=request.programme)
    found = get_object_or_404(own.select_related("meeting__programme", "programme"), pk=pk)
    led(request, found.meeting)
    return found


def _is_settled(meeting: Meeting) -> bool:
    return meeting.status not in {Meeting.Status.PLANNED, Meeting.Status.OPEN}
