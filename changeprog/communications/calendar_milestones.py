"""Milestones as days in people's calendars."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from changeprog.communications.calendar import Entry, uid
from changeprog.communications.models import CalendarFeed
from changeprog.direction import days
from changeprog.direction.models import Milestone
from changeprog.direction.models.milestone import MilestoneQuerySet
from changeprog.programme.models import Event

DAY = timedelta(days=1)


def milestones(feed: CalendarFeed, since: datetime) -> Iterator[Entry]:
    """Provide those that the person owns, or all of the programme if the feed holds them all."""
    own = Milestone.objects.filter(programme=feed.person.programme_id)
    return on_their_days(own if feed.every_milestone else own.filter(owner=feed.person), since)


def on_their_days(rows: MilestoneQuerySet, since: datetime) -> Iterator[Entry]:
    """Yield an entry for each of ``rows`` from the day of ``since`` on, in one query.

    One that was reached stands on the day of that. What has happened to it counts its versions.
    """
    about = Event.objects.filter(
        subject_type=ContentType.objects.get_for_model(Milestone), subject_id=OuterRef("pk")
    )
    acts = about.order_by().values("subject_id").annotate(count=Count("pk")).values("count")
    near = rows.between(since.date(), days.LAST).select_related("programme", "owner")
    milestone: Any
    for milestone in near.annotate(acts=Coalesce(Subquery(acts), 0)):
        yield _entry(milestone, milestone.acts)


def _entry(milestone: Milestone, acts: int) -> Entry:
    day = milestone.reached_on or milestone.due
    owner = f"{milestone.owner} answers for it." if milestone.owner else ""
    return Entry(
        uid=uid(f"milestone-{milestone.key}"),
        sequence=acts,
        title=f"Reached: {milestone.name}" if milestone.reached_on else milestone.name,
        starts=day,
        ends=day + DAY,
        url=settings.BASE_URL + milestone.get_absolute_url(),
        words=milestone.called_off_why if milestone.called_off_on else owner,
        cancelled=milestone.called_off_on is not None,
    )
