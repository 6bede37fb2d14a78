"""Convening a meeting: everybody with a seat, and whoever is asked besides."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from changeprog.programme.models import Person, Programme
from teams.agenda import agenda_after
from teams.models import AgendaPart, Attendance, Meeting, MeetingMail, Seat


def seated(programme: Programme) -> list[Person]:
    """Return everybody who holds a seat in a team, by name."""
    seats = Seat.objects.held().filter(team__programme=programme)
    people = Person.objects.present().with_role()
    return list(people.filter(pk__in=seats.values("person"), programme=programme))


@transaction.atomic
def convene(by: Person, meeting: Meeting, others: Iterable[Person] = ()) -> bool:
    """Plan a new meeting with an agenda and those who are invited; once per ``key``.

    The agenda is that of the meeting it comes after, or the usual one.
    """
    if not meeting.plan(by):
        return False
    AgendaPart.lay(meeting, agenda_after(meeting.after))
    people = {person.pk: person for person in [*seated(meeting.programme), *others, by]}
    Attendance.invite(by, meeting, people.values())
    return True


@transaction.atomic
def release(by: Person, row: Attendance) -> bool:
    """Take somebody off the invitation to a planned meeting, and tell them; say whether it is so.

    Whoever has a seat in a team comes by that seat.
    """
    meeting = Meeting.objects.select_for_update().get(pk=row.meeting_id)
    if meeting.status != Meeting.Status.PLANNED or row.person in seated(meeting.programme):
        return False
    taken_off, _ = Attendance.objects.filter(pk=row.pk).delete()
    if taken_off:
        MeetingMail.take_back(meeting, row.person)
        meeting.record("released", by, names=row.person.name)
    return bool(taken_off)


def invite_newly_seated(at: datetime) -> None:
    """Invite whoever got a seat since a meeting that begins after ``at`` was planned."""
    ahead = Meeting.objects.planned().going_on().filter(starts_at__gt=at)
    for meeting in ahead.select_related("programme"):
        Attendance.invite(None, meeting, seated(meeting.programme))
