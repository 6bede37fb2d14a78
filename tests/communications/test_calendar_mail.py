"""Invitations by mail as calendars take them in: read by icalendar, and by khal."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from changeprog.communications.models import CalendarFeed
from changeprog.communications.models.posting import Posting
from changeprog.programme.models import Person
from teams.convening import release
from teams.meeting_mailing import mail_due as mail_meetings
from teams.models import Attendance, Meeting, MeetingMail
from tests import factory, workshop_factory
from tests.khal import Khal
from workshops.mailing import mail_due as mail_workshops
from workshops.models import Participant, Workshop, WorkshopMail

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
SEARCHED = ("2026-10-01", "2026-12-01")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(member: Person) -> Meeting:
    factory.seat(member, factory.core_team(member.programme))
    name = "Round table of all functions that speak with customers, in Zürich"
    starts = NOW + timedelta(days=2)
    return factory.plan_meeting(member.programme, starts_at=starts, title=name)


@pytest.fixture
def workshop(champion: Person, member: Person) -> Workshop:
    made = workshop_factory.workshop(champion, starts_at=NOW + timedelta(days=3))
    Participant.invite(champion, made, [member])
    return made


def mailed(posting: type[Posting], person: Person) -> list[EmailMessage]:
    """Return the messages to ``person`` as they left, oldest first."""
    mail_meetings()
    mail_workshops()
    rows = posting.objects.filter(person=person, state="sent").order_by("sequence")
    return [message_from_bytes(bytes(row.source), policy=policy.default) for row in rows]


def parts(message: EmailMessage, kind: str) -> list[EmailMessage]:
    return [part for part in message.walk() if part.get_content_type() == kind]


def way(message: EmailMessage) -> bytes:
    """Return the entry as a way to read the message, as it came."""
    (part,) = parts(message, "text/calendar")
    return bytes(part.get_payload(decode=True))


def told(message: EmailMessage) -> tuple[str, str, int, str]:
    """Return what the entry asks, under which name, in which version, and its status."""
    read = Calendar.from_ical(way(message))
    (event,) = read.walk("VEVENT")
    assert event.errors == []
    return str(read["method"]), str(event["uid"]), int(str(event["sequence"])), str(event["status"])


def in_the_feed(person: Person) -> dict[str, Any]:
    """Return the events of the person's feed by their names."""
    url = CalendarFeed.offer(person).url
    answer = Client().get(url[url.index("/calendar/") :])
    return {str(each["uid"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_parts_stand_in_the_order_that_calendars_expect(
    meeting: Meeting, member: Person
) -> None:
    (message,) = mailed(MeetingMail, member)
    assert message.get_content_type() == "multipart/mixed"
    body, file = message.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in body.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert file.get_content_type() == "application/ics"
    assert file.get_filename() == "invite.ics"
    assert [part.get_content_disposition() for part in body.iter_parts()] == [None, None, None]
    assert file.get_payload(decode=True) == way(message)


@pytest.mark.parametrize("posting", [MeetingMail, WorkshopMail])
def test_what_asks_is_said_alike_in_the_header_and_in_the_entry(
    posting: type[Posting], meeting: Meeting, workshop: Workshop, champion: Person, member: Person
) -> None:
    mailed(posting, member)
    meeting.cancel(champion)
    workshop.cancel(champion)
    for message, asks in zip(mailed(posting, member), ("REQUEST", "CANCEL"), strict=True):
        (part,) = parts(message, "text/calendar")
        assert part.get_param("method") == asks
        assert part.get_content_charset() == "utf-8"
        assert told(message)[0] == asks


@pytest.mark.parametrize("posting", [MeetingMail, WorkshopMail])
def test_the_entry_is_from_the_sender_and_for_the_reader(
    posting: type[Posting], meeting: Meeting, workshop: Workshop, member: Person
) -> None:
    (message,) = mailed(posting, member)
    raw = way(message)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert event["organizer"] == f"mailto:{parseaddr(str(message['From']))[1]}"
    assert event["organizer"].params["CN"] == member.programme.name
    attendee = event["attendee"]
    assert attendee == f"mailto:{member.email}"
    assert dict(attendee.params) == {
        "CN": member.name,
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }
    assert event.decoded("dtstamp") == NOW
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75


def test_versions_of_a_meeting_are_one_entry_in_khal(
    meeting: Meeting, champion: Person, member: Person, tmp_path: Path
) -> None:
    khal, seen = Khal(tmp_path, "Asia/Kolkata"), []
    for act in (
        lambda: None,
        lambda: meeting.change(champion, 1, starts_at=NOW + timedelta(days=4)),
        lambda: meeting.cancel(champion),
    ):
        act()
        message = mailed(MeetingMail, member)[-1]
        khal.take_in(way(message))
        seen.append([(each.start, each.status) for each in khal.shows(*SEARCHED)])
    assert seen == [
        [("2026-10-22 14:30", "CONFIRMED")],
        [("2026-10-24 14:30", "CONFIRMED")],
        [("2026-10-24 14:30", "CANCELLED")],
    ]


def test_versions_of_a_workshop_are_one_entry_in_khal(
    workshop: Workshop, champion: Person, member: Person, tmp_path: Path
) -> None:
    khal = Khal(tmp_path)
    seen: list[list[tuple[str, str]]] = []
    for act in (
        lambda: None,
        lambda: workshop.change(champion, workshop.revision, place="Elsewhere"),
        lambda: workshop.participants.get(person=member).remove(champion),
        lambda: Participant.invite(champion, workshop, [member]),
    ):
        act()
        message = mailed(WorkshopMail, member)[-1]
        khal.take_in(way(message))
        assert told(message)[2] == len(seen)
        seen.append([(each.place, each.status) for each in khal.shows(*SEARCHED)])
    assert seen == [
        [("", "CONFIRMED")],
        [("Elsewhere", "CONFIRMED")],
        [("Elsewhere", "CANCELLED")],
        [("Elsewhere", "CONFIRMED")],
    ]


def test_who_is_asked_again_after_all_gets_a_newer_version(
    meeting: Meeting, champion: Person, observer: Person, clock: time_machine.Traveller
) -> None:
    Attendance.invite(champion, meeting, [observer])
    (first,) = mailed(MeetingMail, observer)
    clock.shift(timedelta(hours=1))
    assert release(champion, Attendance.objects.get(meeting=meeting, person=observer))
    (second,) = mailed(MeetingMail, observer)
    clock.shift(timedelta(hours=1))
    Attendance.invite(champion, meeting, [observer])
    (third,) = mailed(MeetingMail, observer)
    versions = [told(message) for message in (first, second, third)]
    assert [method for method, *_ in versions] == ["REQUEST", "CANCEL", "REQUEST"]
    order = [
        (sequence, stamp(message))
        for message, (_, _, sequence, _) in zip((first, second, third), versions, strict=True)
    ]
    assert order == sorted(set(order))


def stamp(message: EmailMessage) -> datetime:
    (event,) = Calendar.from_ical(way(message)).walk("VEVENT")
    moment: datetime = event.decoded("dtstamp")
    return moment


def test_feed_and_mail_tell_one_thing_under_one_name_in_one_version(
    meeting: Meeting, workshop: Workshop, champion: Person, member: Person, tmp_path: Path
) -> None:
    meeting.change(champion, 1, place="Room 4")
    mailed(WorkshopMail, member)
    workshop.change(champion, workshop.revision, place="Elsewhere")
    before = in_the_feed(member)
    newest = [mailed(each, member)[-1] for each in (MeetingMail, WorkshopMail)]
    khal = Khal(tmp_path)
    for message in newest:
        _, uid, sequence, status = told(message)
        for event in (before[uid], in_the_feed(member)[uid]):
            assert (int(event["sequence"]), str(event["status"])) == (sequence, status)
        khal.take_in(way(message))
    khal.take_in(
        b"\r\n".join(
            [
                b"BEGIN:VCALENDAR",
                b"VERSION:2.0",
                b"PRODID:x",
                *(event.to_ical().strip() for event in in_the_feed(member).values()),
                b"END:VCALENDAR",
                b"",
            ]
        )
    )
    assert [each.place for each in khal.shows(*SEARCHED)] == ["Room 4", "Elsewhere"]
