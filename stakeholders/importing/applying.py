"""Doing what a plan says, all of it in one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from changeprog.programme.models import Function, Person, Programme
from changeprog.programme.steps import Step
from stakeholders.importing.directory import Value
from stakeholders.importing.people import Change, PlannedPerson, State
from stakeholders.importing.plan import PEOPLE, SAID, Plan
from stakeholders.importing.rows import TEXTS
from stakeholders.importing.ties import PlannedTie
from stakeholders.models import Assessment, Origin, Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS

CHUNK = 500
OF_PERSON = ("email", "function")
Outcome = dict[str, Any]
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


class Application:
    """Puts a plan into effect; ``outcome`` then says what is needed to undo it."""

    def __init__(self, programme: Programme, plan: Plan, by: Person, at: datetime) -> None:
        self.programme, self.plan, self.by, self.at = programme, plan, by, at
        self.keys: dict[int, int] = {}
        """The numbers of the people who are made, by their keys in the plan."""
        self.functions: dict[str, int] = {}
        self.outcome: Outcome = {
            name: [] for name in ("functions", "people", "stakeholders", "restored", "ties")
        }
        self.outcome["changed"] = {"person": [], "stakeholder": [], "tie": []}

    def run(self, step: Step) -> Outcome:
        """Make and change everything, and return what that was."""
        self.add_functions()
        changing = self.plan.changing_people
        new = [each for each in changing if each.state == State.NEW]
        for chunk in chunks(new):
            self.make_people(chunk)
            step(len(chunk))
        for chunk in chunks(changing):
            self.change_people([each for each in chunk if each.state != State.NEW])
            self.put_on_map([each for each in chunk if each.person.stakeholder is None])
            self.change_stakeholders([each for each in chunk if each.person.stakeholder])
            step(len(chunk))
        for ties in chunks(self.plan.changing_ties):
            self.draw([tie for tie in ties if tie.state == State.NEW])
            self.strengthen([tie for tie in ties if tie.state != State.NEW])
            step(len(ties))
        return self.outcome

    def add_functions(self) -> None:
        made = [Function.add_to(self.programme, name).pk for name in self.plan.functions]
        self.outcome["functions"] = made
        self.functions = dict(self.programme.functions.values_list("name", "pk"))

    def make_people(self, planned: list[PlannedPerson]) -> None:
        made = Person.objects.bulk_create(
            Person(
                programme=self.programme,
                name=each.person.name,
                email=each.person.email,
                function_id=self.functions.get(each.person.function),
                time_zone=self.programme.time_zone,
            )
            for each in planned
        )
        self.outcome["people"] += [person.pk for person in made]
        for each, person in zip(planned, made, strict=True):
            self.keys[each.person.key] = person.pk

    def key(self, planned: int) -> int:
        """Return the number of a person of the plan."""
        return self.keys.get(planned, planned)

    def change_people(self, planned: list[PlannedPerson]) -> None:
        """Change what the ground knows of people: address and function."""
        wanted = {
            each.person.key: changes
            for each in planned
            if (changes := [change for change in each.changes if change.field in OF_PERSON])
        }
        rows = Person.objects.in_bulk(wanted)
        for pk, changes in wanted.items():
            for change in changes:
                self.set_of_person(rows[pk], change)
        Person.objects.bulk_update(rows.values(), OF_PERSON)

    def set_of_person(self, person: Person, change: Change) -> None:
        before: Any = change.before
        after: Any = change.after
        if change.field == "function":
            before, after = person.function_id, self.functions[after]
            person.function_id = after
        else:
            person.email = after
        self.outcome["changed"]["person"].append([person.pk, change.field, before, after])

    def put_on_map(self, planned: list[PlannedPerson]) -> None:
        made = Stakeholder.objects.bulk_create(
            Stakeholder(
                programme=self.programme,
                person_id=self.key(each.person.key),
                owner_id=each.person.owner and self.key(each.person.owner),
                mentor_id=each.person.mentor and self.key(each.person.mentor),
                **known(each.person.said),
            )
            for each in planned
        )
        self.outcome["stakeholders"] += [stakeholder.pk for stakeholder in made]
        self.assess(
            (stakeholder.pk, name, None, level)
            for stakeholder in made
            for name in LEVELS
            if (level := getattr(stakeholder, name)) is not None
        )

    def change_stakeholders(self, planned: list[PlannedPerson]) -> None:
        rows = Stakeholder.everything().in_bulk([each.person.stakeholder for each in planned])
        moved = []
        for each in planned:
            stakeholder = rows[each.person.stakeholder]
            changes = [change for change in each.changes if change.field not in OF_PERSON]
            if each.puts_on_map:
                stakeholder.removed_at = None
                self.outcome["restored"].append(stakeholder.pk)
            moved += [self.set_of_stakeholder(stakeholder, change) for change in changes]
            stakeholder.revision += bool(changes)
        fields = [*SAID, *PEOPLE, "removed_at", "revision"]
        Stakeholder.everything().bulk_update(rows.values(), fields)
        self.assess(move for move in moved if move[1] in LEVELS)

    def set_of_stakeholder(self, stakeholder: Stakeholder, change: Change) -> "Move":
        name, before, after = change.field, change.before, change.after
        if name in TEXTS:
            before = getattr(stakeholder, name)
        if name in PEOPLE:
            after = self.key(after) if isinstance(after, int) else None
            setattr(stakeholder, f"{name}_id", after)
        else:
            setattr(stakeholder, name, after)
        if name == "next_on":
            stakeholder.withdraw_reminders()
        move = (stakeholder.pk, name, before, after)
        self.outcome["changed"]["stakeholder"].append(move)
        return move

    def assess(self, moves: Iterable["Move"]) -> None:
        """Keep the history of levels; all of it at the moment of the import."""
        Assessment.objects.bulk_create(
            Assessment(
                stakeholder_id=pk,
                field=name,
                before=before,
                after=after,
                by=self.by,
                origin=Origin.IMPORT,
                at=self.at,
            )
            for pk, name, before, after in moves
        )

    def draw(self, ties: list[PlannedTie]) -> None:
        made = Tie.objects.bulk_create(
            Tie(
                programme=self.programme,
                source_id=self.key(tie.source.key),
                target_id=self.key(tie.target.key),
                relation=tie.relation,
                strength=tie.strength,
                origin=Origin.IMPORT,
            )
            for tie in ties
        )
        self.outcome["ties"] += [tie.pk for tie in made]

    def strengthen(self, ties: list[PlannedTie]) -> None:
        rows = [Tie(pk=tie.pk, strength=tie.strength) for tie in ties]
        Tie.objects.bulk_update(rows, ["strength"])
        self.outcome["changed"]["tie"] += [
            [tie.pk, "strength", tie.before, tie.strength] for tie in ties
        ]


Move = tuple[int, str, Any, Any]
"""The number of a stakeholder, a field, what it held, and what it holds now."""


def known(said: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is said, without what nobody knows."""
    return {name: value for name, value in said.items() if value is not None}


def chunks(items: list[Item]) -> Iterator[list[Item]]:
    """Yield ``items`` in lists of at most ``CHUNK``."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def steps(plan: Plan) -> int:
    """Return how many rows an application counts in all."""
    new = sum(each.state == State.NEW for each in plan.changing_people)
    return new + len(plan.changing_people) + len(plan.changing_ties)
