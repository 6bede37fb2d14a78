"""What a digest tells of the direction: reached, next, changed, and what each person promised."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate

from changeprog.communications.digest import Line, PersonalSection, Section
from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.words import figure

HORIZON = 30
"""Days ahead that "what is next" looks."""


def day_in_words(day: date) -> str:
    """Return "23 November 2026"."""
    return format_date(day, "j F Y")


def events(programme: Programme, since: datetime, until: datetime, *verbs: str) -> list[Event]:
    """Return the programme's events of these verbs in the window, oldest first."""
    own = Event.objects.filter(programme=programme).about(*verbs)
    window = own.filter(at__gte=since, at__lt=until)
    return list(window.select_related("person").order_by("at", "pk"))


def newest_of_each(found: Iterable[Event]) -> dict[int, Event]:
    """Return the last event about each subject, by the subject's key."""
    return {event.subject_id: event for event in found}


def name_of(person: Person | None) -> str:
    return person.name if person else ""


def reached(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell of each milestone that was reached and has not been reopened since."""
    told = newest_of_each(events(programme, since, until, "milestone.reached"))
    milestones = Milestone.objects.reached().filter(pk__in=told).select_related("programme")
    return [
        Line(
            text=milestone.name,
            detail=milestone.evidence,
            path=milestone.get_absolute_url(),
            by=name_of(told[milestone.pk].person),
            visibility=told[milestone.pk].visibility,
        )
        for milestone in milestones.order_by("reached_on", "pk")
    ]


def upcoming(programme: Programme, _since: datetime, until: datetime) -> list[Line]:
    """Tell of each open milestone that is late, or due within ``HORIZON`` days of the edition."""
    today = localdate(until)
    near = Milestone.objects.filter(programme=programme).due_within(HORIZON, today)
    return [
        milestone_line(milestone, today, name_of(milestone.owner))
        for milestone in near.select_related("programme", "owner").order_by("due", "pk")
    ]


def milestone_line(milestone: Milestone, today: date, owner: str = "") -> Line:
    """Say when a milestone is, or was, due, and whose it is."""
    verb = "Was due" if milestone.due < today else "Due"
    return Line(
        text=milestone.name,
        detail=f"{verb} {day_in_words(milestone.due)}",
        path=milestone.get_absolute_url(),
        by=owner,
    )


def changed(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell of the newest vision, new and changed objectives, and the newest reading of each."""
    found = events(
        programme,
        since,
        until,
        "vision.written",
        "objective.set",
        "objective.changed",
        "objective.read",
    )
    written = [event for event in found if event.verb == "vision.written"]
    of_objectives = [event for event in found if event.verb != "vision.written"]
    keys = {event.subject_id for event in of_objectives}
    objectives = Objective.objects.filter(pk__in=keys).select_related("programme").in_bulk()
    return [*vision_lines(programme, written), *objective_lines(objectives, of_objectives)]


def vision_lines(programme: Programme, written: list[Event]) -> list[Line]:
    """Tell of the newest version written in the window."""
    vision = Vision.current(programme) if written else None
    if vision is None:
        return []
    text = "The vision has been written" if vision.version == 1 else "The vision has a new version"
    author = name_of(vision.author)
    path = vision.get_absolute_url()
    return [Line(text, vision.statement, path, author, written[-1].visibility)]


def objective_lines(objectives: dict[int, Objective], found: list[Event]) -> list[Line]:
    """Tell of each objective that was set or changed, then of each that was read."""
    read = newest_of_each(event for event in found if event.verb == "objective.read")
    new = newest_of_each(event for event in found if event.verb != "objective.read")
    return [
        *(objective_line(objectives[pk], event) for pk, event in new.items() if pk in objectives),
        *(reading_line(objectives[pk], event) for pk, event in read.items() if pk in objectives),
    ]


def objective_line(objective: Objective, event: Event) -> Line:
    """Say from where to where an objective goes, and by when."""
    way = f"from {figure(objective.baseline)} to {figure(objective.target)} {objective.unit}"
    return Line(
        text=f"Objective: {objective.measure}",
        detail=f"{way} by {day_in_words(objective.due)}",
        path=objective.get_absolute_url(),
        by=name_of(event.person),
        visibility=event.visibility,
    )


def reading_line(objective: Objective, event: Event) -> Line:
    """Say what was read, and where it should be going."""
    value = figure(Decimal(str(event.facts["value"])))
    on = day_in_words(date.fromisoformat(str(event.facts["on"])))
    return Line(
        text=f"{objective.measure}: {value} {objective.unit}",
        detail=f"Read on {on}; the target is {figure(objective.target)} {objective.unit}",
        path=objective.get_absolute_url(),
        by=name_of(event.person),
        visibility=event.visibility,
    )


def promised_milestones(person: Person) -> list[Line]:
    """Remind ``person`` of the open milestones they own, the next one first."""
    today = localdate()
    own = Milestone.objects.open().filter(owner=person, programme=person.programme_id)
    return [
        milestone_line(milestone, today)
        for milestone in own.select_related("programme").order_by("due", "pk")
    ]


SECTIONS: list[Section] = [
    Section("reached", "What was reached", 22, reached),
    Section("next", "What is next", 25, upcoming),
    Section("direction", "What has changed in the direction", 60, changed),
]
PERSONAL: list[PersonalSection] = [
    PersonalSection("promised", "What you promised", 10, promised_milestones),
]
