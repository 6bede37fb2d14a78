"""When do we all meet? The meetings, planning one, and preparing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.celery import hint
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.absence import absences
from teams.agenda import MINUTES, TITLE
from teams.convening import seated
from teams.forms.meeting import GuestsForm, MeetingForm
from teams.models import Action, Meeting
from teams.representation import gaps
from teams.tasks import mail_meetings
from teams.views.answers import ask, page_of, powers
from teams.views.meeting_answers import (
    ask_about,
    changed,
    find,
    find_led,
    lead_to,
    of_meeting,
    too_late,
)

TIME_PAGE = "teams:time"
"""The name of the page that shows what hours were promised, and what is asked."""


@programme_view(Role.OBSERVER)
@require_GET
def meetings(request: ProgrammeRequest) -> HttpResponse:
    """Show the next meetings, those that are over, and the actions that are open."""
    own = Meeting.objects.filter(programme=request.programme).with_names()
    context = {
        "ahead": own.ahead(),
        "page": page_of(request, own.closed()),
        "actions": Action.objects.filter(programme=request.programme).open().with_names(),
        "absent": absences(request.programme) if request.person.may(Role.FACILITATOR) else [],
        "time_page": TIME_PAGE,
        **powers(request),
    }
    return render(request, "teams/meeting/meetings.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def plan_meeting(request: ProgrammeRequest) -> HttpResponse:
    """Convene a meeting: the first one, or one that starts from the last."""
    last = Meeting.objects.closed().filter(programme=request.programme).first()
    typed = request.POST if request.method == "POST" else None
    form = MeetingForm(
        typed,
        programme=request.programme,
        zone=request.person.time_zone,
        after=last,
        initial=proposed(last),
    )
    if form.is_bound and form.is_valid() and (planned := form.save(request.person)):
        hint(mail_meetings)
        messages.success(request, "Planned. Everybody invited is mailed.")
        return lead_to(request, "meeting", planned.pk)
    context: dict[str, Any] = {
        "heading": "When do we all meet?",
        "button": "Plan the meeting",
        "back": reverse("teams:meetings", args=[request.programme.key]),
        "trail": "Meetings",
        "trail_url": reverse("teams:meetings", args=[request.programme.key]),
        "last": last,
        "seated": seated(request.programme),
        "gaps": gaps(request.programme),
        "keep": f"meeting-{request.programme.key}",
    }
    return ask(request, "meeting/plan", form, **context)


def proposed(last: Meeting | None) -> dict[str, Any]:
    """Return what the form begins with: as the last meeting was, or the usual."""
    if last is None:
        return {"title": TITLE, "minutes": MINUTES}
    return {"title": last.title, "minutes": last.minutes, "place": last.place}


@programme_view(Role.OBSERVER)
@require_GET
def meeting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a planned meeting; one that is going on, or over, leads to its own page."""
    found = find(request, pk)
    pages = {"open": "teams:meeting_room", "closed": "teams:meeting_minutes"}
    if found.status in pages:
        return redirect(pages[found.status], request.programme.key, pk)
    context = {
        **of_meeting(request, found),
        "gaps": gaps(request.programme),
        "earlier": Action.objects.open_at(found).with_names(),
    }
    return render(request, "teams/meeting/meeting.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_meeting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change when and where the meeting is; people are told of it by mail."""
    found = find_led(request, pk)
    if found.status not in {"planned", "open"}:
        return too_late(request, found)
    typed = request.POST if request.method == "POST" else None
    zone = request.person.time_zone
    form = MeetingForm(typed, programme=request.programme, instance=found, zone=zone)
    if form.is_bound and form.is_valid() and form.save(request.person):
        hint(mail_meetings)
        messages.success(request, "Saved. Calendars are told what is new.")
        return lead_to(request, "meeting", pk)
    return ask_about(request, found, form, heading="When and where?", button="Save")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def invite_guests(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask further people to come."""
    found = find_led(request, pk)
    if found.status != Meeting.Status.PLANNED:
        return too_late(request, found, "Only a planned meeting can be invited to.")
    form = GuestsForm(request.POST if request.method == "POST" else None, meeting=found)
    if form.is_bound and form.is_valid():
        form.invite(request.person)
        hint(mail_meetings)
        return changed(request, found, "Invited. They are mailed.")
    return ask_about(request, found, form, heading="Who else is asked to come?", button="Invite")


@programme_view(Role.MEMBER)
@require_POST
def cancel_meeting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Call a planned meeting off; those who were told of it are told."""
    found = find_led(request, pk)
    if not found.cancel(request.person):
        return too_late(request, found, "Only a planned meeting can be cancelled.")
    hint(mail_meetings)
    messages.success(request, "Cancelled. Everybody who was told of it is told.")
    return lead_to(request, "meetings")
