"""What asks for hours of people's weeks: meetings, milestones, actions, and what apps register.

Whatever takes people's time says so as ``AskedHours``: one thing, on one day, of one person. A
higher app registers what its workshops and trials ask in its ``register.py``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction.models import Milestone
from changeprog.programme.models import Programme
from teams.commitment import in_hours, monday
from teams.models import Action, Attendance, AttendanceState, Meeting, TimeRule

LEAD = 4
"""Weeks in which a milestone asks for its owner's time: that of its day and those before it."""
THERE = (AttendanceState.EXPECTED, AttendanceState.PRESENT, AttendanceState.LATE)
OF_MEETINGS = (
    "state",
    "person",
    "substitute",
    "meeting",
    "meeting__starts_at",
    "meeting__minutes",
    "meeting__title",
)


@dataclass(frozen=True)
class AskedHours:
    """Hours that ``title`` asks of the person with that key, in the week of ``day``.

    ``address`` shows it; ``move`` is a form that puts it on another day, for those who may.
    """

    person: int
    day: date
    hours: Decimal
    title: str
    address: str
    move: str = ""
    meeting: int | None = None


Source = Callable[[Programme, Sequence[date]], Iterable[AskedHours]]
"""Takes a programme and the Mondays of the weeks that are looked at; others are left out later."""

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add something that asks; registering it twice changes nothing."""
    if source not in _sources:
        _sources.append(source)


def asked(programme: Programme, weeks: Sequence[date]) -> list[AskedHours]:
    """Return what is asked in ``weeks``, by day and name."""
    wanted = set(weeks)
    said = [each for source in _sources for each in source(programme, weeks)]
    return sorted(
        (each for each in said if monday(each.day) in wanted and each.hours),
        key=lambda each: (each.day, each.title, each.person),
    )


def zone_of(programme: Programme) -> ZoneInfo:
    return ZoneInfo(programme.time_zone)


def today_in(programme: Programme) -> date:
    """Return the day that it is where the programme is at home."""
    return localdate(now(), zone_of(programme))


def meetings(programme: Programme, weeks: Sequence[date]) -> Iterable[AskedHours]:
    """Yield the minutes of meetings: of who is expected or came, or of who comes instead."""
    zone, key = zone_of(programme), programme.key
    near = Q(
        meeting__starts_at__date__gte=weeks[0] - timedelta(days=1),
        meeting__starts_at__date__lte=weeks[-1] + timedelta(days=7),
    )
    rows = Attendance.objects.filter(near, meeting__programme=programme)
    going = rows.exclude(meeting__status=Meeting.Status.CANCELLED).order_by("pk")
    asking: dict[int, Callable[..., AskedHours]] = {}
    for row in going.values(*OF_MEETINGS):
        person = row["person"] if row["state"] in THERE else row["substitute"]
        number = row["meeting"]
        if number not in asking:
            asking[number] = _asking(row, key, zone)
        if person is not None:
            yield asking[number](person)


def _asking(row: Mapping[str, Any], key: str, zone: ZoneInfo) -> Callable[..., AskedHours]:
    """Return what makes the hours that the meeting of a row asks out of the number of a person."""
    place = [key, row["meeting"]]
    return partial(
        AskedHours,
        day=localdate(row["meeting__starts_at"], zone),
        hours=in_hours(row["meeting__minutes"]),
        title=row["meeting__title"],
        address=reverse("teams:meeting", args=place),
        move=reverse("teams:meeting_change", args=place),
        meeting=row["meeting"],
    )


def milestones(programme: Programme, weeks: Sequence[date]) -> Iterable[AskedHours]:
    """Yield what open milestones ask of their owners in the weeks before their day.

    A late one asks in the present week.
    """
    hours, today = TimeRule.of(programme).milestone_hours, today_in(programme)
    owned = Milestone.objects.filter(programme=programme, owner__isnull=False).open()
    for milestone in owned.filter(due__lt=weeks[-1] + timedelta(weeks=LEAD)):
        owner, due = milestone.owner_id, max(milestone.due, today)
        if owner is None:
            continue
        for before in range(LEAD):
            yield AskedHours(
                person=owner,
                day=due - timedelta(weeks=before),
                hours=hours,
                title=milestone.name,
                address=reverse("direction:milestone", args=[programme.key, milestone.pk]),
                move=reverse("direction:milestone_editing", args=[programme.key, milestone.pk]),
            )


def actions(programme: Programme, weeks: Sequence[date]) -> Iterable[AskedHours]:
    """Yield what open actions with a day ask of their owners; late ones ask in this week."""
    hours, today = TimeRule.of(programme).action_hours, today_in(programme)
    dated = Action.objects.filter(programme=programme, owner__isnull=False, due__isnull=False)
    for action in dated.open().filter(due__lt=weeks[-1] + timedelta(weeks=1)):
        if action.owner_id is not None and action.due is not None:
            yield AskedHours(
                person=action.owner_id,
                day=max(action.due, today),
                hours=hours,
                title=action.text,
                address=reverse("teams:action", args=[programme.key, action.pk]),
                move=reverse("teams:action_change", args=[programme.key, action.pk]),
            )
