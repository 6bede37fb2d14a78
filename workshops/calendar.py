"""Workshops as entries in people's calendars: in their feeds, and in the mails that invite them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from changeprog.communications import calendar
from changeprog.communications.calendar import Entry, uid
from changeprog.communications.models import CalendarFeed
from workshops.commitment_calendar import commitments
from workshops.joining import join_url
from workshops.models import Activity, Participant, Workshop, WorkshopMail


def register() -> None:
    """Put workshops, and what one has promised in them, into people's calendars."""
    calendar.register(workshops, commitments)


def mailed(mail: WorkshopMail) -> Entry:
    """Return what ``mail`` tells its person's calendar; it is as long as its agenda is now."""
    return entry(mail.workshop, mail.workshop.ends, mail.sequence, cancelled=mail.cancels)


def entry(workshop: Workshop, ends: datetime, sequence: int, *, cancelled: bool) -> Entry:
    """Return the workshop in the version that its person knows as ``sequence``."""
    return Entry(
        uid=uid(workshop.key),
        sequence=sequence,
        title=workshop.title,
        starts=workshop.starts_at,
        ends=ends,
        url=join_url(workshop),
        words=f"{workshop.purpose}\n\nThe way in:".strip(),
        place=workshop.place,
        cancelled=cancelled,
    )


def workshops(feed: CalendarFeed, since: datetime) -> Iterator[Entry]:
    """Provide the workshops to which the person is asked, or which they lead."""
    person = feed.person
    asked = Participant.objects.taking_part().filter(person=person, workshop=OuterRef("pk"))
    leads = Q(facilitator=person) | Q(cofacilitator=person)
    ahead = Workshop.objects.filter(programme=person.programme_id, starts_at__gt=since)
    told = WorkshopMail.objects.filter(person=person, workshop=OuterRef("pk"))
    newest = told.order_by("-sequence")
    agenda = Activity.objects.filter(workshop=OuterRef("pk")).order_by().values("workshop")
    row: Any
    for row in ahead.filter(Exists(asked) | leads).annotate(
        length=Coalesce(Subquery(agenda.annotate(sum=Sum("minutes")).values("sum")), 0),
        told_sequence=Subquery(newest.values("sequence")[:1]),
        told_version=Subquery(newest.values("version")[:1]),
        told_cancels=Subquery(newest.values("cancels")[:1]),
    ):
        ends = row.starts_at + timedelta(minutes=row.length)
        yield entry(row, ends, _sequence(row), cancelled=_is_off(row))


def _sequence(row: Any) -> int:
    """Return the sequence under which a mail tells the person this version, or is about to."""
    if row.told_sequence is None:
        return 0
    known = (row.told_version, row.told_cancels) == (row.sequence, _is_off(row))
    return int(row.told_sequence) + (not known)


def _is_off(workshop: Workshop) -> bool:
    return workshop.status == Workshop.Status.CANCELLED
