"""Which function is in which team, what is missing there, and who could be asked.

The rules are pure: they take rows that somebody has read. ``read`` and ``gaps`` do the reading, in
as many queries for one team as for hundreds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DecimalField, F, QuerySet, Sum, Window
from django.db.models.functions import Coalesce, RowNumber

from changeprog.programme.models import Function, Person, Programme, Team
from teams.models import RequiredFunction, Seat
from teams.models.seat import still_held

SUGGESTED = 3
"""Candidates who are named for a gap; the form has all of them."""

HOURS = DecimalField(max_digits=9, decimal_places=2)

Pair = tuple[int, int]
"""The keys of a team and of a function."""


@dataclass(frozen=True)
class Cell:
    """One function in one team: who is there, and whether somebody has to be."""

    team: Team
    function: Function
    people: tuple[Person, ...]
    required: bool

    @property
    def is_gap(self) -> bool:
        """Whether somebody has to be there and nobody is."""
        return self.required and not self.people


@dataclass(frozen=True)
class Row:
    """One team: a cell for each function, and who is there without a function."""

    team: Team
    cells: tuple[Cell, ...]
    others: tuple[Person, ...]

    @property
    def gaps(self) -> tuple[Function, ...]:
        """The functions that are missing."""
        return tuple(cell.function for cell in self.cells if cell.is_gap)

    @property
    def seats(self) -> int:
        """How many seats are held."""
        return sum(len(cell.people) for cell in self.cells) + len(self.others)

    @property
    def represented(self) -> tuple[Function, ...]:
        """The functions that have somebody there."""
        return tuple(cell.function for cell in self.cells if cell.people)


@dataclass(frozen=True)
class Gap:
    """A function that a team has to have and has not, with whom one could ask."""

    team: Team
    function: Function
    candidates: tuple[Person, ...] = ()

    def __str__(self) -> str:
        return f"{self.team}: nobody from {self.function}"


def needs(team: Team, function: Function, required: frozenset[Pair]) -> bool:
    """Whether ``team`` has to have ``function``.

    A core team needs the four core functions; ``required`` are those the champion added anywhere.
    """
    always = function.core and not team.is_adopting
    return always or (team.pk, function.pk) in required


def grid(
    teams: Iterable[Team],
    functions: Sequence[Function],
    required: frozenset[Pair],
    seated: Iterable[tuple[int, Person]],
) -> list[Row]:
    """Return a row for each of ``teams`` with a cell for each of ``functions``.

    ``seated`` are the key of a team and who holds a seat in it. People keep their order.
    """
    there: dict[tuple[int, int | None], list[Person]] = defaultdict(list)
    for team_key, person in seated:
        there[team_key, person.function_id].append(person)

    def cell(team: Team, function: Function) -> Cell:
        people = tuple(there[team.pk, function.pk])
        return Cell(team, function, people, needs(team, function, required))

    return [
        Row(team, tuple(cell(team, each) for each in functions), tuple(there[team.pk, None]))
        for team in teams
    ]


def missing(rows: Iterable[Row]) -> list[Gap]:
    """Return what is missing, team by team."""
    return [Gap(row.team, function) for row in rows for function in row.gaps]


def shown_functions(rows: Iterable[Row]) -> set[int]:
    """Return the keys of the functions that some team needs or has."""
    cells = [cell for row in rows for cell in row.cells]
    return {cell.function.pk for cell in cells if cell.required or cell.people}


def without_empty_columns(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without the functions that no team needs or has."""
    shown = shown_functions(rows)
    return [
        Row(row.team, tuple(c for c in row.cells if c.function.pk in shown), row.others)
        for row in rows
    ]


def read(programme: Programme, teams: Sequence[Team]) -> list[Row]:
    """Return the rows of ``teams`` as they stand, chairs first among people; three queries."""
    functions = list(Function.objects.filter(programme=programme))
    required = RequiredFunction.objects.filter(team__in=teams).values_list("team", "function")
    seats = Seat.objects.held().filter(team__in=teams).select_related("person")
    ordered = seats.order_by("-chair", "person__name", "pk")
    seated = [(seat.team_id, seat.person) for seat in ordered]
    return grid(teams, functions, frozenset(required), seated)


def gaps(programme: Programme) -> list[Gap]:
    """Return what every team of the programme that is not retired still misses."""
    teams = list(Team.objects.filter(programme=programme).active().in_order())
    return missing(read(programme, teams))


def with_promised(people: QuerySet[Person]) -> Any:
    """Return ``people`` with ``promised``: the hours a week of all the seats they hold."""
    hours = Sum("seats__hours", filter=still_held("seats__"))
    return people.annotate(promised=Coalesce(hours, 0, output_field=HOURS))


def candidates(programme: Programme, team: Team | None = None) -> QuerySet[Person]:
    """Return who could take a seat (in ``team``): those who promised the fewest hours first.

    Everybody on the people list counts; nobody who was removed does.
    """
    people = Person.objects.present().with_role().filter(programme=programme)
    if team:
        people = people.exclude(pk__in=Seat.objects.open().filter(team=team).values("person"))
    ordered: QuerySet[Person] = with_promised(people).order_by("promised", "name", "pk")
    return ordered


def with_candidates(programme: Programme, known: Iterable[Gap]) -> list[Gap]:
    """Return the gaps with the first candidates of each: one query.

    Nobody of a missing function is in that team, so that its people are candidates everywhere.
    """
    found = list(known)
    place = Window(
        RowNumber(), partition_by=F("function"), order_by=[F("promised"), F("name"), F("pk")]
    )
    people = candidates(programme).filter(function__in={gap.function.pk for gap in found})
    by_function: dict[int | None, list[Person]] = defaultdict(list)
    for person in people.annotate(place=place).filter(place__lte=SUGGESTED):
        by_function[person.function_id].append(person)
    return [Gap(g.team, g.function, tuple(by_function[g.function.pk])) for g in found]
