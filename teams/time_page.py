"""Does anybody carry too much? What was promised and what is asked, week by week, for one viewer.

Everybody who reads the page sees functions. Of people it has only those whom the viewer answers
for: themselves, who sits in a team they lead, for champions everybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from changeprog.direction import undoing
from changeprog.programme import demo, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Function, Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from changeprog.programme.search import Finder, Hit, Words
from teams import asked_hours
from teams.absence import absences
from teams.asked_hours import today_in
from teams.commitment import Hours, together, weeks_from
from teams.known_time import KnownTime
from teams.models import Duty, TimeRule
from teams.models.duty import led_by
from teams.time_questions import Question, questions

VERBS = [
    Verb("duty.said", "said what else takes somebody's time"),
    Verb("duty.changed", "changed what else takes somebody's time"),
    Verb("duty.removed", "took a duty away"),
    Verb("duty.restored", "brought a duty back"),
    Verb("time_rule.changed", "changed how much time milestones and actions ask"),
]
SHOWN = 30
"""People on the page; a page of its own has all of them."""
WITHOUT = 10**12
"""Where people without a function stand: after all others."""
STALE = (
    "action.",
    "attendance.",
    "duty.",
    "function.",
    "meeting.",
    "milestone.",
    "person.",
    "programme.changed",
    "resource.",
    "seat.",
    "team.",
    "time_rule.",
)


@dataclass(frozen=True)
class Cell:
    """One week of a row; ``first`` is its Monday."""

    first: date
    hours: Hours

    @property
    def last(self) -> date:
        """The Friday."""
        return self.first + timedelta(days=4)


@dataclass(frozen=True)
class Row:
    """The weeks of a function, or of a person in it."""

    function: Function | None
    cells: list[Cell]
    person: Person | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was promised and nothing is asked in any of the weeks."""
        return all(cell.hours.is_empty for cell in self.cells)

    @property
    def is_over(self) -> bool:
        """Whether more is asked than is there in any of the weeks."""
        return any(cell.hours.is_over for cell in self.cells)


def commitment(viewer: Person) -> dict[str, Any]:
    """Return what ``viewer`` sees of everybody's time."""
    programme = viewer.programme
    weeks = weeks_from(today_in(programme))
    known, people = KnownTime.of(programme, weeks), everybody(programme)
    rows = [_row(person, weeks, known) for person in people]
    seen = seen_by(viewer, people)
    told = [row for row in rows if row.person in seen and _says_something(row, viewer)]
    return {
        "person": viewer,
        "weeks": [Cell(first, Hours()) for first in weeks],
        "functions": by_function(rows),
        "people": sorted(told, key=lambda row: not row.is_over)[:SHOWN],
        "more": len(told[SHOWN:]),
        "answers_for_others": len(seen) > 1,
        "questions": questions(viewer, [each for each in people if each in seen], weeks, known),
        "duties": [duty for person in people if person in seen for duty in _of(person, known)],
        "absent": [person for person in absences(programme) if person in seen],
        "rule": TimeRule.of(programme),
    }


def rows_of_people(viewer: Person) -> tuple[list[Cell], list[Row]]:
    """Return the weeks, and the rows of everybody whose own time ``viewer`` sees."""
    programme = viewer.programme
    weeks = weeks_from(today_in(programme))
    known, people = KnownTime.of(programme, weeks), everybody(programme)
    seen = seen_by(viewer, people)
    rows = [_row(person, weeks, known) for person in people if person in seen]
    return [Cell(first, Hours()) for first in weeks], [
        row for row in rows if _says_something(row, viewer)
    ]


def _says_something(row: Row, viewer: Person) -> bool:
    return row.person == viewer or not row.is_empty


def questions_about(viewer: Person, those: Collection[Person]) -> list[Question]:
    """Return what is asked about ``those``, the nearest week first, as ``viewer`` sees it."""
    programme = viewer.programme
    weeks = weeks_from(today_in(programme))
    known = KnownTime.of(programme, weeks, {viewer, *those})
    return questions(viewer, everybody(programme, those), weeks, known)


def everybody(programme: Programme, among: Collection[Person] | None = None) -> list[Person]:
    """Return who takes part, all or those ``among`` them, by function and then by name."""
    people = Person.objects.present().with_role().filter(programme=programme)
    if among is not None:
        people = people.filter(pk__in=[person.pk for person in among])
    named = people.select_related("function", "programme").order_by("name", "pk")
    return sorted(named, key=lambda person: person.function_id or WITHOUT)


def seen_by(viewer: Person, people: Collection[Person]) -> set[Person]:
    """Return those of ``people`` whose own time ``viewer`` sees."""
    if viewer.may(Role.CHAMPION):
        return set(people)
    led = set(led_by(viewer).order_by().values_list("pk", flat=True))
    return {person for person in people if person == viewer or person.pk in led}


def by_function(rows: Iterable[Row]) -> list[Row]:
    """Return the sum of each function of which anything was promised or asked, in their order."""
    groups: dict[Function | None, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.function].append(row)
    added = [Row(function, _sums(own)) for function, own in groups.items()]
    return [row for row in added if not row.is_empty]


def _sums(rows: list[Row]) -> list[Cell]:
    return [
        Cell(column[0].first, together(cell.hours for cell in column))
        for column in zip(*(row.cells for row in rows), strict=True)
    ]


def _row(person: Person, weeks: Iterable[date], known: KnownTime) -> Row:
    cells = [Cell(first, known.week(person.pk, first)) for first in weeks]
    return Row(person.function, cells, person)


def _of(person: Person, known: KnownTime) -> list[Any]:
    return known.duties.get(person.pk, [])


REGION = ProgrammeRegion(
    name="team-time",
    template="teams/time/_time.html",
    verbs=STALE,
    personal_context=commitment,
    least=Role.MEMBER,
)
ROOM = ProgrammeRoom("time", least=Role.MEMBER)
ROOM.add(REGION)


def find_duties(programme: Programme, viewer: Person, words: Words) -> list[Hit]:
    """Find the duties of those for whom ``viewer`` answers."""
    rows = Duty.objects.of_present().filter(programme=programme).select_related("person")
    if not viewer.may(Role.CHAMPION):
        rows = rows.filter(Q(person=viewer) | Q(person__in=led_by(viewer).values("pk")))
    page = reverse("teams:time", args=[programme.key])
    return [Hit(each.what, page, each.person.name) for each in words.among(rows, "what")]


def of_duties(duty: Duty, person: Person) -> bool:
    """Whether ``person`` may undo what they did to ``duty``."""
    return duty.is_kept_by(person)


def register() -> None:
    """Name what can happen, open the room, say what asks, how a duty is undone and found."""
    journal.register(*VERBS)
    undoing.register(undoing.of_removable("duty", "said", of_duties))
    for source in (asked_hours.meetings, asked_hours.milestones, asked_hours.actions):
        asked_hours.register(source)
    ROOM.open()
    search.register(Finder(63, "Duties", "calendar-clock", find_duties, least=Role.MEMBER))
    demo.register(38, "teams.demo_time.tell")
