"""A workshop as an entry in a calendar (RFC 5545), sent as an invitation (RFC 5546)."""

from datetime import UTC
from email.utils import parseaddr

from django.conf import settings
from django.utils.timezone import now
from icalendar import Calendar, Event, vCalAddress, vText

from workshops.joining import join_url
from workshops.models import Workshop, WorkshopMail

PRODUCT = "-//Changeprog//Workshops//EN"


def method(mail: WorkshopMail) -> str:
    """Return what the entry asks of a calendar: to take the workshop in, or to strike it out."""
    return "CANCEL" if mail.cancels else "REQUEST"


def calendar(mail: WorkshopMail) -> bytes:
    """Return the entry for the person of ``mail``.

    One workshop keeps its UID however often it moves; the sequence says which entry is the newest.
    Times are in UTC, so that no calendar has to know a zone. It is as long as its agenda is now.
    """
    entry = Calendar()
    entry.add("prodid", PRODUCT)
    entry.add("version", "2.0")
    entry.add("method", method(mail))
    entry.add_component(_event(mail))
    return bytes(entry.to_ical())


def uid(workshop: Workshop) -> str:
    """Return the name of the workshop that no other workshop in the world has."""
    return f"{workshop.key}@{parseaddr(settings.MAIL_FROM)[1].rpartition('@')[2]}"


def _event(mail: WorkshopMail) -> Event:
    workshop = mail.workshop
    event = Event()
    event.add("uid", uid(workshop))
    event.add("sequence", mail.sequence)
    event.add("dtstamp", now().astimezone(UTC))
    event.add("dtstart", workshop.starts_at.astimezone(UTC))
    event.add("dtend", workshop.ends.astimezone(UTC))
    event.add("summary", f"{workshop.title} · {workshop.programme.name}")
    event.add("location", workshop.place)
    event.add("description", f"{workshop.purpose}\n\nThe way in:\n{join_url(workshop)}".strip())
    event.add("url", join_url(workshop))
    event.add("status", "CANCELLED" if mail.cancels else "CONFIRMED")
    event.add("organizer", _organizer(workshop))
    event.add("attendee", _attendee(mail))
    return event


def _organizer(workshop: Workshop) -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.MAIL_FROM)[1]}")
    address.params["CN"] = vText(workshop.programme.name)
    return address


def _attendee(mail: WorkshopMail) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail.person.email}")
    address.params["CN"] = vText(mail.person.name)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["RSVP"] = vText("FALSE")
    return address
