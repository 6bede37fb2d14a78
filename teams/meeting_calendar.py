"""Meetings as entries in people's calendars: in their feeds, and in the mails that invite them."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from changeprog.communications import calendar
from changeprog.communications.calendar import Entry, uid
from changeprog.communications.calendar_milestones import on_their_days
from changeprog.communications.models import CalendarFeed
from changeprog.direction.models import Milestone
from teams.models import Meeting, MeetingMail, Seat


def register() -> None:
    """Put meetings, and the milestones of one's teams, into people's calendars."""
    calendar.register(meetings, milestones_of_teams)


def mailed(mail: MeetingMail) -> Entry:
    """Return what ``mail`` tells its person's calendar: the meeting, or that it is off for them."""
    cancelled = mail.meeting.status == Meeting.Status.CANCELLED or mail.takes_back
    return entry(mail.meeting, mail.sequence, cancelled=cancelled)


def entry(meeting: Meeting, sequence: int, *, cancelled: bool) -> Entry:
    """Return the meeting in its version ``sequence``."""
    return Entry(
        uid=uid(meeting.key),
        sequence=sequence,
        title=meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends,
        url=settings.BASE_URL + meeting.get_absolute_url(),
        words="The agenda, and the way in:",
        place=meeting.place,
        cancelled=cancelled,
    )


def meetings(feed: CalendarFeed, since: datetime) -> Iterator[Entry]:
    """Provide the meetings at which the person is expected, or stands in for somebody."""
    person = feed.person
    asked = Q(attendances__person=person) | Q(attendances__substitute=person)
    own = Meeting.objects.filter(asked, programme=person.programme_id, starts_at__gt=since)
    for meeting in own.select_related("programme").distinct():
        cancelled = meeting.status == Meeting.Status.CANCELLED
        yield entry(meeting, meeting.sequence, cancelled=cancelled)


def milestones_of_teams(feed: CalendarFeed, since: datetime) -> Iterator[Entry]:
    """Provide the milestones of the teams in which the person has a seat."""
    seats = Seat.objects.held().filter(person=feed.person)
    return on_their_days(Milestone.objects.filter(team__in=seats.values("team")), since)
