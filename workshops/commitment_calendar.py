"""A commitment as an entry of the whole day in a calendar (RFC 5545)."""

from datetime import UTC, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.timezone import now
from icalendar import Calendar, Event

from workshops.models import Commitment

PRODUCT = "-//Changeprog//Commitments//EN"


def calendar(commitment: Commitment) -> bytes:
    """Return the entry for the day on which a signed commitment is due."""
    entry = Calendar()
    entry.add("prodid", PRODUCT)
    entry.add("version", "2.0")
    entry.add("method", "PUBLISH")
    entry.add_component(_event(commitment))
    return bytes(entry.to_ical())


def uid(commitment: Commitment) -> str:
    """Return the name of the entry that no other in the world has, however often it is taken."""
    host = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"commitment-{commitment.pk}-{commitment.programme.key}@{host}"


def _event(commitment: Commitment) -> Event:
    page = settings.BASE_URL + commitment.get_absolute_url()
    event = Event()
    event.add("uid", uid(commitment))
    event.add("sequence", commitment.changes)
    event.add("dtstamp", now().astimezone(UTC))
    if commitment.due:
        event.add("dtstart", commitment.due)
        event.add("dtend", commitment.due + timedelta(days=1))
    event.add("summary", commitment.text)
    event.add("description", f"{commitment.workshop.title}\n{page}")
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    return event
