"""People who carry too much, as a question about resources, with what could be changed.

There are four choices: rotate (hand a seat over), send a substitute to a meeting, move what is
asked, lower the ask (the hours of a seat, a promise). Each is offered to who may do it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from changeprog.direction.models import Promise
from changeprog.programme.models import Function, Person, Role
from teams.asked_hours import AskedHours
from teams.commitment import Hours, together
from teams.known_time import KnownTime
from teams.models import Attendance, Duty, Seat
from teams.resource_question import resource_question

NO_FUNCTION = "people without a function"


@dataclass(frozen=True)
class Carrier:
    """Somebody of whom more is asked in one week than is there, and what could be changed."""

    person: Person
    hours: Hours
    duties: list[Duty]
    seats: list[Seat]
    """Those whose hours and holder the viewer may change."""
    promises: list[Promise]
    attendances: list[Attendance]
    asked: list[AskedHours]
    may_move: bool
    """Whether the viewer may open the forms that move things; others see where these are."""


@dataclass(frozen=True)
class Question:
    """What is asked about one week of a function."""

    first: date
    function: Function | None
    words: str
    carriers: list[Carrier]


def questions(
    viewer: Person, people: Iterable[Person], weeks: Iterable[date], known: KnownTime
) -> list[Question]:
    """Return what is asked about ``people``, who are in order, week by week."""
    groups: dict[Function | None, list[Person]] = defaultdict(list)
    for person in people:
        groups[person.function].append(person)
    asked = [
        _question(viewer, function, own, first, known)
        for first in weeks
        for function, own in groups.items()
    ]
    return [question for question in asked if question.carriers]


def _question(
    viewer: Person, function: Function | None, people: list[Person], first: date, known: KnownTime
) -> Question:
    hours = {person: known.week(person.pk, first) for person in people}
    over = [person for person in people if hours[person].is_over]
    carriers = [_carrier(viewer, person, hours[person], first, known) for person in over]
    busy = [each for each in carriers if each.duties and each.hours.promised]
    them = together(hours[person] for person in over)
    words = resource_question(
        function.name if function else NO_FUNCTION,
        sum(1 for each in hours.values() if each.promised),
        [{duty.what for duty in each.duties} for each in busy],
        them.there,
        them.asked,
    )
    return Question(first, function, words, carriers)


def _carrier(
    viewer: Person, person: Person, hours: Hours, first: date, known: KnownTime
) -> Carrier:
    leads = {seat.team_id for seat in known.seats.get(viewer.pk, []) if seat.chair}
    seats, champion = known.seats.get(person.pk, []), viewer.may(Role.CHAMPION)
    return Carrier(
        person=person,
        hours=hours,
        duties=known.duties_in(person.pk, first),
        seats=[seat for seat in seats if champion or seat.team_id in leads],
        promises=known.promises_in(person.pk, first),
        attendances=known.attendances_in(person.pk, first),
        asked=known.asked_in(person.pk, first),
        may_move=champion,
    )
