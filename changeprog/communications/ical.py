"""Entries as calendar programs read them (RFC 5545): a whole feed, or one invitation (RFC 5546).

Moments are in UTC, so that no program has to know a zone and every one shows its own; days are
dates without a zone, the same day for everybody.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from changeprog.communications.calendar import Entry, organizer
from changeprog.programme.models import Person, Programme

PRODUCT = "-//Changeprog//Calendar//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=1)
"""How often a calendar program should read a feed."""


def feed(programme: Programme, zone: str, entries: Iterable[Entry], stamp: datetime) -> bytes:
    """Return the ``entries`` as a calendar that is published; ``stamp`` is when it last changed.

    The same entries at the same ``stamp`` are the same bytes. ``zone`` is that of its person, which
    some programs show days in.
    """
    calendar = _calendar("PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, programme.name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    for entry in entries:
        calendar.add_component(_event(entry, programme, stamp))
    return bytes(calendar.to_ical())


def invitation(person: Person, entry: Entry, stamp: datetime) -> bytes:
    """Return the ``entry`` as one that ``person`` is asked to take in, or to strike out.

    No answer is expected.
    """
    calendar = _calendar(entry.method)
    event = _event(entry, person.programme, stamp)
    event.add("attendee", _attendee(person))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def single(programme: Programme, entry: Entry, stamp: datetime) -> bytes:
    """Return one ``entry`` as a file that somebody takes into their calendar by hand."""
    calendar = _calendar("PUBLISH")
    calendar.add_component(_event(entry, programme, stamp))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, programme: Programme, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", _when(entry.starts))
    event.add("dtend", _when(entry.ends))
    event.add("summary", f"{entry.title} · {programme.name}")
    event.add("description", f"{entry.words}\n{entry.url}".strip())
    event.add("url", entry.url)
    if entry.place:
        event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.takes_time else "TRANSPARENT")
    event.add("organizer", _organizer(programme))
    return event


def _when(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _organizer(programme: Programme) -> vCalAddress:
    address = vCalAddress(f"mailto:{organizer()}")
    address.params["CN"] = vText(programme.name)
    return address


def _attendee(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
