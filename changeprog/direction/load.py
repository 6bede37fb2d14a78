"""Who carries how much when: the load of people, teams and functions over the months.

Whatever asks something of people says so as an ``Ask``: one thing, in one month, of one person,
team or function or several of these. Milestones do so here; a higher app registers what its
workshops and trials ask in ``AppConfig.ready()``.

A number in the map is how many things ask at once. Its level is a rule of thumb of this project:
one thing is light, two are steady, three are heavy, four or more are too much. Members may read
it; what it shows of a person is what that person owns.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from changeprog.direction.models import Milestone
from changeprog.programme.models import Function, Person, Programme, Team

BEHIND, AHEAD = 1, 6
"""Months shown before and after the present one."""
ROWS = 30
LEVELS = ["Nothing", "Light", "Steady", "Heavy", "Too much"]


@dataclass(frozen=True)
class Ask:
    """One thing that asks for people's attention in the month of ``day``; keys are row keys."""

    day: date
    title: str
    address: str
    person: int | None = None
    team: int | None = None
    function: int | None = None


Source = Callable[[Programme, date], Iterable[Ask]]
"""Takes a programme and today; gives what it asks, whatever the month."""

_sources: list[Source] = []


class By(StrEnum):
    """Whose load is shown."""

    PEOPLE = "people"
    TEAMS = "teams"
    FUNCTIONS = "functions"


KEYS = {By.PEOPLE: "person", By.TEAMS: "team", By.FUNCTIONS: "function"}


@dataclass(frozen=True)
class Square:
    """What asks of somebody in one month."""

    number: int

    @property
    def level(self) -> int:
        """0 for nothing to 4 for too much."""
        return min(self.number, len(LEVELS) - 1)

    @property
    def words(self) -> str:
        return LEVELS[self.level]


@dataclass(frozen=True)
class Row:
    """The months of one person, team or function; ``key`` is ``None`` for what has no name."""

    key: int | None
    name: str
    squares: list[Square]

    @property
    def total(self) -> int:
        return sum(square.number for square in self.squares)


@dataclass(frozen=True)
class HeatMap:
    """Rows by load; ``unnamed`` is asked of nobody yet, ``others`` of those below the last row."""

    months: list[date]
    rows: list[Row]
    others: Row
    unnamed: Row
    hidden: int
    """How many ``others`` there are."""


def register(source: Source) -> None:
    """Add something that asks; registering it twice changes nothing."""
    if source not in _sources:
        _sources.append(source)


def months_around(today: date) -> list[date]:
    """Return the first days of last month, this month and the months ahead."""
    present = today.year * 12 + today.month - 1
    numbers = range(present - BEHIND, present + AHEAD + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def asks(programme: Programme, today: date) -> list[Ask]:
    """Return what is asked in the months around ``today``, by day."""
    months = set(months_around(today))
    said = [ask for source in _sources for ask in source(programme, today)]
    return sorted(
        (ask for ask in said if ask.day.replace(day=1) in months),
        key=lambda ask: (ask.day, ask.title),
    )


def saturation(
    programme: Programme, today: date, by: By, function: int | None = None
) -> tuple[HeatMap, list[Ask]]:
    """Return the heat map of ``programme`` and what was counted for it.

    ``function``, a key, keeps only its people; it means nothing for teams and functions.
    """
    rows, said = names(programme, by, function), asks(programme, today)
    if by is By.PEOPLE and function:
        said = [ask for ask in said if ask.person in rows]
    return heat_map(said, rows, by, months_around(today)), said


def heat_map(
    said: Iterable[Ask], names: dict[int, str], by: By, months: list[date], most: int = ROWS
) -> HeatMap:
    """Return the load by person, team or function, the ``most`` loaded first.

    The numbers of a month, over all rows, ``others`` and ``unnamed``, are what ``said`` asks then.
    """
    counted: Counter[tuple[int | None, date]] = Counter()
    for ask in said:
        key = getattr(ask, KEYS[by])
        counted[key if key in names else None, ask.day.replace(day=1)] += 1
    rows = [_row(key, name, counted, months) for key, name in names.items()]
    rows.sort(key=lambda row: -row.total)
    if by is By.PEOPLE:
        rows = [row for row in rows if row.total]
    shown, below = rows[:most], rows[most:]
    return HeatMap(
        months=months,
        rows=shown,
        others=_joined("Everybody else", below, len(months)),
        unnamed=_row(None, "Nobody yet", counted, months),
        hidden=len(below),
    )


def _row(
    key: int | None, name: str, counted: Counter[tuple[int | None, date]], months: list[date]
) -> Row:
    return Row(key, name, [Square(counted[key, month]) for month in months])


def _joined(name: str, rows: list[Row], length: int) -> Row:
    sums = [sum(row.squares[place].number for row in rows) for place in range(length)]
    return Row(None, name, [Square(number) for number in sums])


def names(programme: Programme, by: By, function: int | None = None) -> dict[int, str]:
    """Return the names of all rows by key; of people only those of ``function``, if it is given."""
    if by is By.TEAMS:
        return dict(Team.objects.filter(programme=programme).values_list("pk", "name"))
    if by is By.FUNCTIONS:
        return dict(Function.objects.filter(programme=programme).values_list("pk", "name"))
    people = Person.objects.present().with_role().filter(programme=programme)
    if function:
        people = people.filter(function=function)
    return dict(people.values_list("pk", "name"))


def milestones(programme: Programme, today: date) -> Iterable[Ask]:
    """Yield what milestones ask: of the owner, the owner's function and the team, once.

    An open one asks in the month it is due, a late one in the present month, and one that is
    reached has asked in the month in which it was.
    """
    months = months_around(today)
    after = _following(months[-1])
    due = Q(reached_on=None, called_off_on=None, due__lt=after)
    reached = Q(reached_on__gte=months[0], reached_on__lt=after)
    own = Milestone.objects.filter(due | reached, programme=programme)
    for milestone in own.select_related("programme", "owner"):
        yield Ask(
            day=milestone.reached_on or max(milestone.due, today),
            title=milestone.name,
            address=milestone.get_absolute_url(),
            person=milestone.owner_id,
            team=milestone.team_id,
            function=milestone.owner.function_id if milestone.owner else None,
        )


def _following(month: date) -> date:
    """Return the first day of the month after the one that begins on ``month``."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
