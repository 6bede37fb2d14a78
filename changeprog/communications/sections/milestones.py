"""What a digest tells of milestones: reached, next, moved, called off, and promised by one."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate

from changeprog.communications.digest import Line
from changeprog.communications.moments import Moment
from changeprog.communications.sections.window import Window, in_words, line, name_of
from changeprog.direction.models import Milestone
from changeprog.direction.moves import shift
from changeprog.programme.models import Event, Person, Programme

HORIZON = 30
"""Days ahead that "what is next" looks."""
OFF = ("milestone.called_off", "milestone.resumed")
GONE = ("milestone.removed", "milestone.restored")
REACHED = ("milestone.reached", "milestone.reopened")
PLANNED = "milestone.planned"
TOLD = ("milestone.changed", *OFF, *GONE, *REACHED)
VERBS = (PLANNED, *TOLD)


def reached(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell of each milestone that was reached and has not been reopened since."""
    told = Window.of(programme, since, until, "milestone.reached").newest("milestone.reached")
    milestones = Milestone.objects.reached().filter(pk__in=told).select_related("programme")
    return [
        line(told[each.pk], each.name, each.evidence, each.get_absolute_url())
        for each in milestones.order_by("reached_on", "pk")
    ]


def upcoming(programme: Programme, _since: datetime, until: datetime) -> list[Line]:
    """Tell of each open milestone that is late, or due within ``HORIZON`` days of the edition."""
    today = localdate(until)
    near = Milestone.objects.filter(programme=programme).due_within(HORIZON, today)
    return [
        due(milestone, today, name_of(milestone.owner))
        for milestone in near.select_related("programme", "owner").order_by("due", "pk")
    ]


def days_of(programme: Programme) -> list[Moment]:
    """Return the day of each milestone: when it is due, or when it was reached."""
    rows = Milestone.objects.filter(programme=programme).going_ahead()
    days = rows.values_list("due", "reached_on")
    return [Moment(reached_on or due, over=reached_on is not None) for due, reached_on in days]


def promised(person: Person) -> list[Line]:
    """Remind ``person`` of the open milestones they own, the next one first."""
    today = localdate()
    own = Milestone.objects.open().filter(owner=person, programme=person.programme_id)
    return [
        due(milestone, today) for milestone in own.select_related("programme").order_by("due", "pk")
    ]


def promisers(people: Collection[int]) -> Collection[int]:
    """Return who among ``people`` owns an open milestone."""
    return Milestone.objects.open().filter(owner__in=people).values_list("owner", flat=True)


def due(milestone: Milestone, today: date, owner: str = "") -> Line:
    """Say when a milestone is, or was, due, and whose it is."""
    verb = "Was due" if milestone.due < today else "Due"
    detail = f"{verb} {in_words(milestone.due)}"
    return Line(milestone.name, detail, milestone.get_absolute_url(), owner)


def lines(window: Window) -> list[Line]:
    """Tell of milestones that were moved, called off, opened again or taken away.

    Those that were only planned in the window are told when they come near.
    """
    keys = {event.subject_id for event in window.events if event.verb in TOLD}
    if not keys:
        return []
    of_programme = Milestone.objects.filter(programme=window.programme)
    known = of_programme.select_related("programme").in_bulk(keys)
    return [*moved(window, known), *turned(window, known), *gone(window, known)]


def moved(window: Window, known: dict[int, Milestone]) -> list[Line]:
    """Tell of each open milestone that is due on another day than before the window."""
    told = []
    for pk, events in window.by_subject("milestone.changed").items():
        moves = [event for event in events if "due" in event.facts["changes"]]
        milestone = known.get(pk)
        if not moves or not milestone or not milestone.is_open:
            continue
        before = date.fromisoformat(moves[0].facts["changes"]["due"][0])
        if distance := (milestone.due - before).days:
            days = f"Due {in_words(milestone.due)} instead of {in_words(before)}"
            text = f"{milestone.name}: moved, {shift(distance)}"
            told.append(line(moves[-1], text, days, milestone.get_absolute_url()))
    return told


def turned(window: Window, known: dict[int, Milestone]) -> list[Line]:
    """Tell of each that was called off, goes ahead after all, or has turned out unreached."""
    reopened = {
        pk: event
        for pk, event in window.balance(*REACHED).items()
        if event.verb == "milestone.reopened"
    }
    told = [*window.balance(*OFF).items(), *reopened.items()]
    return [turn(known[pk], event) for pk, event in told if pk in known]


def turn(milestone: Milestone, event: Event) -> Line:
    text, detail = {
        "milestone.called_off": ("called off", milestone.called_off_why),
        "milestone.resumed": ("goes ahead after all", f"Due {in_words(milestone.due)}"),
        "milestone.reopened": ("not reached after all", f"Due {in_words(milestone.due)}"),
    }[event.verb]
    return line(event, f"{milestone.name}: {text}", detail, milestone.get_absolute_url())


def gone(window: Window, known: dict[int, Milestone]) -> list[Line]:
    """Tell of each that was taken away, unless it was new, or brought back."""
    fresh, told = window.newest(PLANNED), []
    for pk, event in window.balance(*GONE).items():
        title = event.facts["title"]
        if pk in known:
            path = known[pk].get_absolute_url()
            told.append(line(event, f"Planned again: {title}", "", path))
        elif pk not in fresh:
            told.append(line(event, f"No longer planned: {title}"))
    return told
