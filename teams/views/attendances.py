"""Who is here: said by each for themselves, and by whoever leads for others."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.celery import hint
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.convening import release, seated
from teams.forms.meeting import AttendanceForm
from teams.models import Attendance, AttendanceState, Meeting
from teams.tasks import mail_meetings
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
    row = _find(request, pk)
    form = AttendanceForm(request.POST or None, row=row, states=list(AttendanceState))
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return changed(request, row.meeting, f"{row.person}: noted.")
    context = {"heading": str(row.person), "button": "Save"}
    planned = row.meeting.status == Meeting.Status.PLANNED
    if planned and row.person not in seated(request.programme):
        context["removal"] = reverse("teams:attendance_removal", args=[request.programme.key, pk])
        context["removal_words"] = "Take off the invitation"
    return ask_about(request, row.meeting, form, **context)


@programme_view(Role.MEMBER)
@require_POST
def release_guest(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask somebody no longer who was invited without a seat; they are told by mail."""
    row = _find(request, pk)
    if not release(request.person, row):
        words = "Who has a seat in a team is invited by it, and only before the meeting begins."
        return too_late(request, row.meeting, words)
    hint(mail_meetings)
    return changed(
        request, row.meeting, f"{row.person} is not asked any more, and is told by mail."
    )


def _find(request: ProgrammeRequest, pk: int) -> Attendance:
    """Return somebody's part in a meeting that the viewer leads; otherwise 404 or 403."""
    own = Attendance.objects.filter(meeting__programme=request.programme)
    related = own.select_related("meeting__programme", "person", "substitute")
    row: Attendance = get_object_or_404(related, pk=pk)
    led(request, row.meeting)
    return row
