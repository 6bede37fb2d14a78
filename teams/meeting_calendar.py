"""A meeting as an entry in a calendar (RFC 5545), sent as an invitation (RFC 5546)."""

from datetime import UTC
from email.utils import parseaddr

from django.conf import settings
from django.utils.timezone import now
from icalendar import Calendar, Event, vCalAddress, vText

from teams.models import Meeting, MeetingMail

PRODUCT = "-//Changeprog//Meetings//EN"


def method(mail: MeetingMail) -> str:
    """Return what the entry asks of a calendar: to take the meeting in, or to strike it out."""
    cancelled = mail.meeting.status == Meeting.Status.CANCELLED
    return "CANCEL" if cancelled or mail.takes_back else "REQUEST"


def calendar(mail: MeetingMail) -> bytes:
    """Return the entry for the person of ``mail``.

    One meeting keeps its UID however often it moves; the sequence says which entry is the newest.
    Times are in UTC, so that no calendar has to know a zone.
    """
    entry = Calendar()
    entry.add("prodid", PRODUCT)
    entry.add("version", "2.0")
    asks = method(mail)
    entry.add("method", asks)
    entry.add_component(_event(mail, cancelled=asks == "CANCEL"))
    return bytes(entry.to_ical())


def uid(meeting: Meeting) -> str:
    """Return the name of the meeting that no other meeting in the world has."""
    return f"{meeting.key}@{parseaddr(settings.MAIL_FROM)[1].rpartition('@')[2]}"


def _event(mail: MeetingMail, *, cancelled: bool) -> Event:
    meeting, page = mail.meeting, settings.BASE_URL + mail.meeting.get_absolute_url()
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", mail.sequence)
    event.add("dtstamp", now().astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends.astimezone(UTC))
    event.add("summary", f"{meeting.title} · {meeting.programme.name}")
    event.add("location", meeting.place)
    event.add("description", f"The agenda, and the way in:\n{page}")
    event.add("url", page)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _organizer(meeting))
    event.add("attendee", _attendee(mail))
    return event


def _organizer(meeting: Meeting) -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.MAIL_FROM)[1]}")
    address.params["CN"] = vText(meeting.programme.name)
    return address


def _attendee(mail: MeetingMail) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail.person.email}")
    address.params["CN"] = vText(mail.person.name)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["RSVP"] = vText("FALSE")
    return address
