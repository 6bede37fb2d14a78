"""Commitments as days in the calendars of those who made them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import now

from changeprog.communications import ical
from changeprog.communications.calendar import Entry, uid
from changeprog.communications.models import CalendarFeed
from workshops.models import Commitment

DAY = timedelta(days=1)


def file(commitment: Commitment) -> bytes:
    """Return a signed commitment as a file that its author takes into a calendar by hand."""
    return ical.single(commitment.programme, entry(commitment), now())


def entry(commitment: Commitment) -> Entry:
    """Return the day on which a commitment is due; one that was made has one."""
    assert commitment.due is not None, "only what was declined has no day"  # noqa: S101
    return Entry(
        uid=uid(f"commitment-{commitment.pk}-{commitment.programme.key}"),
        sequence=commitment.changes,
        title=commitment.text,
        starts=commitment.due,
        ends=commitment.due + DAY,
        url=settings.BASE_URL + commitment.get_absolute_url(),
        words=commitment.workshop.title,
    )


def commitments(feed: CalendarFeed, since: datetime) -> Iterator[Entry]:
    """Provide what the person has signed and neither kept nor given up."""
    own = Commitment.objects.promised_by(feed.person).standing()
    near = own.filter(programme=feed.person.programme_id, due__gte=since.date())
    yield from map(entry, near.select_related("workshop", "programme"))
