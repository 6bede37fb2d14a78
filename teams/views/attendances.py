"""Who is here: said by each for themselves, and by whoever leads for others."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.meeting import AttendanceForm
from teams.models import Attendance, AttendanceState, Meeting
from teams.views.meeting_answers import ask_about, changed, find, led, too_late

AWAY = [AttendanceState.ABSENT, AttendanceState.SUBSTITUTE]


@programme_view(Role.MEMBER)
@require_POST
def arrive(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that I am here."""
    found = find(request, pk)
    if found.status != Meeting.Status.OPEN:
        return too_late(request, found)
    Attendance.arrive(found, request.person)
    return changed(request, found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def excuse(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that I cannot come, and perhaps why, or who comes instead."""
    found = find(request, pk)
    if found.status not in {Meeting.Status.PLANNED, Meeting.Status.OPEN}:
        return too_late(request, found)
    known = Attendance.objects.filter(meeting=found, person=request.person).first()
    row = known or Attendance(meeting=found, person=request.person)
    form = AttendanceForm(request.POST or None, row=row, states=AWAY)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return changed(request, found, "Noted. The minutes will say so.")
    return ask_about(request, found, form, heading="You cannot come?", button="Say so")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def attendance(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how somebody else takes part."""
    own = Attendance.objects.filter(meeting__programme=request.programme)
    row = get_object_or_404(own.select_related("meeting__programme", "person", "substitute"), pk=pk)
    led(request, row.meeting)
    form = AttendanceForm(request.POST or None, row=row, states=list(AttendanceState))
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return changed(request, row.meeting, f"{row.person}: noted.")
    return ask_about(request, row.meeting, form, heading=str(row.person), button="Save")
