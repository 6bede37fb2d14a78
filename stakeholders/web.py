"""What a page of the web shows: everybody, all groups, one group, or somebody's neighbourhood.

Positions, groups and figures come from the chart, who stands where from the map as it is now. Up
to ``layout.AT_ONCE`` people are drawn at once; of more, their groups are, and one can be opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from changeprog.programme.models import Function, Programme
from stakeholders.drawing import RELATIONS
from stakeholders.models import Chart, Stakeholder
from stakeholders.support import Support
from stakeholders.web_marks import NO_FUNCTION, UNKNOWN, FunctionSign, GroupMark, Mark


@dataclass(frozen=True)
class Wanted:
    """What the viewer asks for: kinds of ties (none is all), a person or a group by number.

    ``brokers`` says whether the ties tell enough to name those who stand between others.
    """

    ties: Sequence[str] = ()
    focus: int | None = None
    open: int | None = None
    brokers: bool = True


@dataclass(frozen=True)
class Someone:
    """A person on the map, as they are now."""

    person: int
    stakeholder: int
    name: str
    support: int
    function: FunctionSign

    @property
    def stands(self) -> str:
        """How they stand now, in a word."""
        return Support(self.support).label if self.support else "Unknown"


@dataclass(frozen=True)
class Row:
    """A person in the table below the drawing."""

    someone: Someone
    group: int
    bridge: tuple[int, int] | None
    asked_by: int
    betweenness: float
    closeness: float
    eigenvector: float | None
    constraint: float | None


@dataclass
class Web:
    """One view of a chart."""

    programme: Programme
    chart: Chart
    wanted: Wanted
    marks: list[Mark] = field(default_factory=list)
    groups: list[GroupMark] = field(default_factory=list)
    ends: list[tuple[int, int, str]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """The kinds of ties that are shown: those asked for among those there are, or all."""
        there = self.relations_there
        return tuple(name for name in there if name in self.wanted.ties) or there

    @cached_property
    def relations_there(self) -> tuple[str, ...]:
        """The kinds of ties that the chart knows."""
        known = self.chart.figures.values_list("relations", flat=True)
        names = {name for relations in known for name in relations.split(",")}
        return tuple(name for name in RELATIONS if name in names)

    @cached_property
    def figures(self) -> Mapping[str, Any]:
        """Everybody's figures over these kinds of ties."""
        found = self.chart.figures.filter(relations=",".join(self.relations)).first()
        return found.rows if found else {}

    @cached_property
    def functions(self) -> dict[int, FunctionSign]:
        rows = Function.objects.filter(programme=self.programme)
        return {row.pk: FunctionSign(row.letter, row.shape, row.name) for row in rows}

    @cached_property
    def everybody(self) -> dict[int, Someone]:
        """Everybody on the map now, by name."""
        rows = Stakeholder.objects.filter(programme=self.programme, person__removed_at=None)
        fields = ("person_id", "pk", "person__name", "support", "person__function_id")
        return {
            person: Someone(
                person,
                pk,
                name,
                support or UNKNOWN,
                self.functions.get(function, NO_FUNCTION) if function else NO_FUNCTION,
            )
            for person, pk, name, support, function in rows.order_by(
                "person__name", "pk"
            ).values_list(*fields)
        }

    @cached_property
    def group_of(self) -> dict[int, int]:
        """Return the groups of people on the chart, 0 for none."""
        return {int(person): group for person, (group, _, _) in self.chart.places.items()}

    @property
    def bridges(self) -> Mapping[str, tuple[int, int]]:
        return self.chart.bridges if self.wanted.brokers else {}

    @property
    def is_aggregated(self) -> bool:
        return bool(self.chart.outline.get("aggregated"))

    @cached_property
    def focus(self) -> Someone | None:
        return self.everybody.get(self.wanted.focus) if self.wanted.focus else None

    @property
    def opened(self) -> int | None:
        """The number of the group that is opened, if there is such a one."""
        is_there = str(self.wanted.open) in self.chart.outline.get("boxes", {})
        return self.wanted.open if self.is_aggregated and is_there else None

    @cached_property
    def kind(self) -> str:
        """Whether it shows "people", "groups", a "group", or who is "near" somebody."""
        if not self.is_aggregated:
            return "people"
        if self.focus:
            return "near"
        return "group" if self.opened else "groups"

    def row(self, someone: Someone) -> Row:
        """Return somebody as a row of the table."""
        known = self.figures.get(str(someone.person), (0, 0.0, 0.0, None, None))
        bridge = self.bridges.get(str(someone.person))
        group = self.group_of.get(someone.person, 0)
        return Row(someone, group, bridge, *known)

    def asked(self, person: int) -> int:
        """Return how many turn to a person."""
        figures = self.figures.get(str(person))
        return int(figures[0]) if figures else 0

    @cached_property
    def near(self) -> set[int] | None:
        """The person in focus and those they are tied with; None if nobody is in focus."""
        if self.focus is None:
            return None
        me = self.focus.person
        return {me} | {each for ends in self.ends if me in ends[:2] for each in ends[:2]}

    @cached_property
    def rows(self) -> list[Row]:
        """Everybody who is drawn, whom most turn to first; by name where that is not known."""
        drawn = {mark.person for mark in self.marks}
        rows = [self.row(each) for person, each in self.everybody.items() if person in drawn]
        return sorted(rows, key=lambda row: -row.asked_by) if self.wanted.brokers else rows
