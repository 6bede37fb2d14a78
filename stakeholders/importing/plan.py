"""What an import would do to the map as it is now: nothing is changed here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from changeprog.programme.models import Person, Programme
from stakeholders.importing.columns import Columns
from stakeholders.importing.directory import Directory, Known
from stakeholders.importing.fields import fold
from stakeholders.importing.people import PeoplePlan, PlannedPerson, State
from stakeholders.importing.rows import Bad, rows_of
from stakeholders.importing.ties import Ends, KnownTie, PlannedTie, TiesPlan
from stakeholders.models import Relation, Tie
from stakeholders.models.stakeholder import LEVELS
from stakeholders.reading import Table


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


def _identity(planned: PlannedPerson) -> list[object]:
    who = planned.person
    if planned.state != State.NEW:
        return [who.key]
    return [who.key, who.name, who.email, who.function, who.owner, who.levels]


def plan(programme: Programme, tables: list[tuple[Table, Columns]], choices: Choices) -> Plan:
    """Return what ``tables`` would change on the map of ``programme``."""
    rows = rows_of(tables, choices.relation)
    known = _people_of(programme)
    functions = {fold(name): name for name in programme.functions.values_list("name", flat=True)}
    people = PeoplePlan(Directory(known), functions, choices.add_functions)
    people.take(rows.people)
    ties = TiesPlan(people, _ties_of(programme) if rows.ties else {}, choices.add_people)
    ties.take(rows.ties)
    names = {person.key: person.name for person in [*known, *(p.person for p in people.planned)]}
    bad = sorted([*rows.bad, *people.bad, *ties.bad], key=lambda each: (each.table, each.number))
    return Plan(people.planned, ties.planned, people.new_functions, bad, ties.largest, names)


def _people_of(programme: Programme) -> list[Known]:
    stakeholder = [f"stakeholder__{name}" for name in ("pk", "removed_at", "owner", *LEVELS)]
    rows = Person.objects.filter(programme=programme).order_by("pk")
    return [
        Known(
            key=row["pk"],
            name=row["name"],
            email=row["email"],
            function=row["function__name"] or "",
            owner=row["stakeholder__owner"],
            levels={name: row[f"stakeholder__{name}"] for name in LEVELS},
            stakeholder=row["stakeholder__pk"],
            on_map=row["stakeholder__pk"] is not None and row["stakeholder__removed_at"] is None,
            removed=row["removed_at"] is not None,
        )
        for row in rows.values("pk", "name", "email", "removed_at", "function__name", *stakeholder)
    ]


def _ties_of(programme: Programme) -> dict[Ends, KnownTie]:
    rows = Tie.objects.filter(programme=programme)
    return {
        (source, target, Relation(relation)): KnownTie(pk, strength)
        for source, target, relation, pk, strength in rows.values_list(
            "source", "target", "relation", "pk", "strength"
        )
    }
