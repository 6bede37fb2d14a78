"""What an import would do to the map as it is now: nothing is changed here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from changeprog.programme.models import Person, Programme
from changeprog.programme.steps import Begin, silent
from stakeholders.importing.columns import Columns
from stakeholders.importing.directory import Directory, Known, Value
from stakeholders.importing.fields import fold
from stakeholders.importing.people import PeoplePlan, PlannedPerson, State
from stakeholders.importing.rows import TEXTS, Bad, rows_of
from stakeholders.importing.ties import Ends, KnownTie, PlannedTie, TiesPlan
from stakeholders.importing.values import lines
from stakeholders.models import Relation, Tie
from stakeholders.models.stakeholder import LEVELS
from stakeholders.reading import Table

SAID = (*LEVELS, *TEXTS, "next_on", "may_be_asked")
"""What a profile says beside the people whom it names."""
PEOPLE = ("owner", "mentor")


@dataclass(frozen=True)
class Choices:
    """What the person decides about an import, beside what its columns hold."""

    relation: Relation = Relation.ADVICE
    """The kind of ties that do not say theirs."""
    add_functions: bool = False
    """Whether functions that the programme does not have are added to it."""
    add_people: bool = False
    """Whether people whom only ties name are put on the map."""


@dataclass(frozen=True)
class Plan:
    """Everything an import would make and change, and the rows that it cannot take."""

    people: list[PlannedPerson]
    ties: list[PlannedTie]
    functions: list[str]
    """The names of functions that would be added."""
    bad: list[Bad]
    largest: float = 1.0
    """What the strengths of all ties are divided by."""
    names: dict[int, str] = field(default_factory=dict)
    """Who is called how, by their key; below zero for those whom the import brings."""

    @property
    def changing_people(self) -> list[PlannedPerson]:
        return [each for each in self.people if each.state != State.SAME]

    @property
    def changing_ties(self) -> list[PlannedTie]:
        return [each for each in self.ties if each.state != State.SAME]

    @property
    def changes_anything(self) -> bool:
        return bool(self.changing_people or self.changing_ties)

    @property
    def fingerprint(self) -> str:
        """A text that is another one as soon as anything else would be made or changed."""
        digest = sha256()
        for effect in self._effects():
            digest.update(json.dumps(effect).encode())
        return digest.hexdigest()

    def _effects(self) -> Iterator[object]:
        yield self.functions
        for each in self.changing_people:
            changes = [(change.field, change.before, change.after) for change in each.changes]
            yield [each.puts_on_map, changes, *_identity(each)]
        for tie in self.changing_ties:
            yield [tie.source.key, tie.target.key, tie.relation, tie.before, tie.strength]


def _by_place(bad: Bad) -> tuple[int, int]:
    return bad.origin.place, bad.number


def _identity(planned: PlannedPerson) -> list[object]:
    who = planned.person
    if planned.state != State.NEW:
        return [who.key]
    return [who.key, who.name, who.email, who.function, who.owner, who.mentor, who.said]


def plan(
    programme: Programme,
    tables: list[tuple[Table, Columns]],
    choices: Choices,
    begun: Begin = silent,
) -> Plan:
    """Return what ``tables`` would change on the map of ``programme``.

    ``begun`` hears of each row twice: when it is understood, and when it is compared with the map.
    """
    step = begun(2 * sum(len(table.lines) for table, _ in tables))
    rows = rows_of(tables, choices.relation, step)
    known = _people_of(programme)
    functions = {fold(name): name for name in programme.functions.values_list("name", flat=True)}
    people = PeoplePlan(Directory(known), functions, choices.add_functions)
    people.take(rows.people, step)
    ties = TiesPlan(people, _ties_of(programme) if rows.ties else {}, choices.add_people)
    ties.take(rows.ties, step)
    people.set_others()
    names = {person.key: person.name for person in [*known, *(p.person for p in people.planned)]}
    bad = sorted([*rows.bad, *people.bad, *ties.bad], key=_by_place)
    return Plan(people.planned, ties.planned, people.new_functions, bad, ties.largest, names)


def _people_of(programme: Programme) -> list[Known]:
    stakeholder = [f"stakeholder__{name}" for name in ("pk", "removed_at", *PEOPLE, *SAID)]
    rows = Person.objects.filter(programme=programme).order_by("pk")
    return [
        Known(
            key=row["pk"],
            name=row["name"],
            email=row["email"],
            function=row["function__name"] or "",
            owner=row["stakeholder__owner"],
            mentor=row["stakeholder__mentor"],
            said={name: _told(row[f"stakeholder__{name}"]) for name in SAID},
            stakeholder=row["stakeholder__pk"],
            on_map=row["stakeholder__pk"] is not None and row["stakeholder__removed_at"] is None,
            removed=row["removed_at"] is not None,
        )
        for row in rows.values("pk", "name", "email", "removed_at", "function__name", *stakeholder)
    ]


def _told(value: Any) -> Value:
    """Return what a profile says as a file would say it."""
    if isinstance(value, date):
        return value.isoformat()
    told: Value = lines(value) if isinstance(value, str) else value
    return told


def _ties_of(programme: Programme) -> dict[Ends, KnownTie]:
    rows = Tie.objects.filter(programme=programme)
    return {
        (source, target, Relation(relation)): KnownTie(pk, strength)
        for source, target, relation, pk, strength in rows.values_list(
            "source", "target", "relation", "pk", "strength"
        )
    }
