"""Everybody invited is mailed once for each version of a meeting, with its calendar entry."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.utils.timezone import now
from icalendar import Calendar
from time_machine import travel

from changeprog import liveness
from changeprog.programme.models import Person
from teams.convening import release
from teams.models import Attendance, Meeting, MeetingMail
from teams.tasks import mail_meetings
from tests import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(champion: Person, member: Person) -> Meeting:
    factory.seat(member, factory.core_team(champion.programme))
    return factory.plan_meeting(champion.programme)


def sent() -> list[tuple[str, str]]:
    """Return recipient and subject of the mails since the last look, and forget them."""
    mail_meetings()
    rows = sorted((message.to[0], str(message.subject)) for message in mail.outbox)
    mail.outbox.clear()
    return rows


def entry(person: Person) -> Any:
    """Return the calendar entry in the newest mail to ``person``, with its method."""
    row = MeetingMail.objects.sent().filter(person=person).latest("sequence")
    message = message_from_bytes(bytes(row.source), policy=policy.default)
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["method"]
    (event,) = calendar.walk("VEVENT")
    return event, calendar["method"]


def everybody(champion: Person, member: Person, subject: str) -> list[tuple[str, str]]:
    return sorted((f"{who.name} <{who.email}>", subject) for who in (champion, member))


def test_each_is_mailed_once(meeting: Meeting, champion: Person, member: Person) -> None:
    invited = everybody(champion, member, "You are invited: Organizational meeting")
    assert sent() == invited
    assert sent() == []


def test_the_entry_is_what_a_calendar_needs(meeting: Meeting, member: Person) -> None:
    mail_meetings()
    event, method = entry(member)
    assert method == "REQUEST"
    assert event["sequence"] == 0
    assert event.decoded("dtstart") == meeting.starts_at.replace(microsecond=0)
    assert event.decoded("dtend") == meeting.ends.replace(microsecond=0)
    assert event["location"] == "Room 3"
    assert event["attendee"] == f"mailto:{member.email}"
    assert event["url"].endswith(meeting.get_absolute_url())


def test_a_moved_meeting_is_the_same_entry_with_a_higher_sequence(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    mail_meetings()
    before, _ = entry(member)
    mail.outbox.clear()
    meeting.change(champion, 1, starts_at=meeting.starts_at + timedelta(days=1))
    assert sent() == everybody(champion, member, "Changed: Organizational meeting")
    after, method = entry(member)
    assert (after["uid"], after["sequence"], method) == (before["uid"], 1, "REQUEST")
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=1)


def test_moved_before_anybody_was_told_it_is_only_an_invitation(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    MeetingMail.owe(now())
    meeting.change(champion, 1, place="Room 4")
    assert sent() == everybody(champion, member, "You are invited: Organizational meeting")
    suppressed = MeetingMail.objects.filter(state="suppressed").values_list("sequence", flat=True)
    assert list(suppressed) == [0, 0]


def test_a_cancelled_meeting_is_struck_out_of_calendars(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    mail_meetings()
    mail.outbox.clear()
    meeting.cancel(champion)
    assert sent() == everybody(champion, member, "Cancelled: Organizational meeting")
    event, method = entry(member)
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_of_a_meeting_that_nobody_was_told_of_no_cancellation_is_told(
    meeting: Meeting, champion: Person
) -> None:
    meeting.cancel(champion)
    assert sent() == []


def test_whoever_gets_a_seat_afterwards_is_invited_too(
    meeting: Meeting, champion: Person, observer: Person
) -> None:
    mail_meetings()
    mail.outbox.clear()
    factory.seat(observer, factory.core_team(champion.programme, "rollout"))
    subject = "You are invited: Organizational meeting"
    assert sent() == [(f"{observer.name} <{observer.email}>", subject)]
    assert Attendance.objects.filter(meeting=meeting, person=observer).exists()


def test_nobody_removed_and_nobody_too_late_is_mailed(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    MeetingMail.owe(now())
    member.remove(champion)
    with travel(meeting.starts_at + timedelta(minutes=1), tick=False):
        assert sent() == []
    states = dict(MeetingMail.objects.values_list("person__name", "reason"))
    assert states == {champion.name: "The meeting has begun", member.name: "No longer takes part"}


def test_times_are_told_by_the_clock_of_whoever_reads_them(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Asia/Kolkata")
    starts = datetime.fromisoformat("2027-03-01T09:00:00+00:00")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts)
    mail_meetings()
    bodies = {message.to[0]: message.body for message in mail.outbox}
    told = str(bodies[f"{member.name} <{member.email}>"])
    assert "Monday 1 March 2027, 14:30–16:00 (Asia/Kolkata)" in told  # noqa: RUF001 -- a span


def test_mail_that_nobody_sends_is_noticed(meeting: Meeting) -> None:
    MeetingMail.owe(now())
    assert liveness.overdue(now() + timedelta(minutes=16)) == ["meetings"]
    mail_meetings()
    assert liveness.overdue(now() + timedelta(minutes=16)) == []


def test_who_is_taken_off_the_invitation_is_told_and_can_be_asked_again(
    meeting: Meeting, champion: Person, member: Person, observer: Person
) -> None:
    Attendance.invite(champion, meeting, [observer])
    mail_meetings()
    mail.outbox.clear()
    row = Attendance.objects.get(meeting=meeting, person=observer)
    told = f"{observer.name} <{observer.email}>"
    assert (release(champion, row), release(champion, row)) == (True, False)
    assert sent() == [(told, "You need not come: Organizational meeting")]
    event, method = entry(observer)
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    Attendance.invite(champion, meeting, [observer])
    assert sent() == [(told, "You are invited: Organizational meeting")]


def test_nobody_is_told_to_stay_away_who_was_never_told_to_come(
    meeting: Meeting, champion: Person, observer: Person
) -> None:
    mail_meetings()
    mail.outbox.clear()
    Attendance.invite(champion, meeting, [observer])
    assert release(champion, Attendance.objects.get(meeting=meeting, person=observer))
    assert sent() == []


def test_who_has_a_seat_is_not_taken_off_the_invitation(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    row = Attendance.objects.get(meeting=meeting, person=member)
    assert not release(champion, row)
    assert Attendance.objects.filter(pk=row.pk).exists()
