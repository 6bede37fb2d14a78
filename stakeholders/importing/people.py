"""What rows about people would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter

from changeprog.programme.steps import Step, counted, unheard
from stakeholders.importing.directory import Directory, Known, Value
from stakeholders.importing.fields import fold
from stakeholders.importing.rows import Bad, End, PersonRow, sentence

AN = {"owner": "an owner", "mentor": "a mentor"}
MOST = 20_000
"""People of one import."""


class State(StrEnum):
    """What becomes of a row that can be taken."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """That one thing about somebody would be another."""

    field: str
    before: Value
    after: Value


@dataclass
class PlannedPerson:
    """Somebody the import makes, changes, or leaves as they are."""

    row: int
    person: Known
    """As they will be."""
    state: State
    changes: list[Change] = field(default_factory=list)
    puts_on_map: bool = False
    notes: list[str] = field(default_factory=list)


def _names_only(placed: tuple[int, PersonRow]) -> bool:
    return not placed[1].email


@dataclass
class PeoplePlan:
    """Fills while the rows are gone through, in their order; functions are compared folded."""

    directory: Directory
    functions: dict[str, str]
    """The functions there are, and those that are added, by their folded names."""
    add_functions: bool
    planned: list[PlannedPerson] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    new_functions: list[str] = field(default_factory=list)
    _rows: dict[int, int] = field(default_factory=dict)
    """The row about each person, by their key."""
    _taken: list[tuple[int, PersonRow, PlannedPerson]] = field(default_factory=list)
    """The rows that can be taken, by their places among all of them."""
    _brought: int = 0

    def take(self, rows: Iterable[PersonRow], step: Step = unheard) -> None:
        """Plan all ``rows``, those with an address first; what is planned keeps their order.

        Whom a name alone means depends on everybody of that name whom the file brings. Were it
        decided before they are known, the same file would mean somebody else the next time.
        """
        for place, row in counted(sorted(enumerate(rows), key=_names_only), step):
            try:
                planned = self._plan(row)
            except ValueError as wrong:
                text = " · ".join(filter(None, [row.name, row.email, row.function]))
                self.bad.append(Bad(row.number, text, sentence(str(wrong)), row.origin))
                continue
            self.planned.append(planned)
            self._taken.append((place, row, planned))
        self._taken.sort(key=itemgetter(0))
        self.planned = [planned for _, _, planned in self._taken]

    def set_others(self) -> None:
        """Plan owners and mentors; after ties are planned, as those may bring them too."""
        for _, row, planned in self._taken:
            self._set_other(planned, "owner", row.owner)
            self._set_other(planned, "mentor", row.mentor)

    def _plan(self, row: PersonRow) -> PlannedPerson:
        known = self.directory.find(row.name, row.email)
        if known and known.key in self._rows:
            raise ValueError(f"row {self._rows[known.key]} is about the same person")
        self.refuse_too_many(1)
        function = self._function(row.function)
        planned = self._change(row, known, function) if known else self._make(row, function)
        self._rows[planned.person.key] = row.number
        return planned

    def refuse_too_many(self, more: int) -> None:
        """Raise ``ValueError`` if ``more`` people would be too many."""
        if len(self.planned) + more > MOST:
            raise ValueError(f"more than {MOST:,} people do not fit into one import")

    def _function(self, name: str) -> str:
        """Return the function's name as the programme has it; raises ``ValueError``."""
        if not name or fold(name) in self.functions:
            return self.functions.get(fold(name), "")
        if not self.add_functions:
            raise ValueError(f"there is no function called {name}. Add functions, or write another")
        self.functions[fold(name)] = name
        self.new_functions.append(name)
        return name

    def _make(self, row: PersonRow, function: str) -> PlannedPerson:
        person = self.bring(End(row.name, row.email))
        person.function = function
        person.said.update(row.said)
        return PlannedPerson(row.number, person, State.NEW, puts_on_map=True)

    def bring(self, who: End) -> Known:
        """Return somebody who is not in the programme yet, and can be found from now on."""
        self._brought += 1
        person = Known(-self._brought, who.name or who.email, who.email, on_map=True)
        self.directory.add(person)
        return person

    def _change(self, row: PersonRow, known: Known, function: str) -> PlannedPerson:
        planned = PlannedPerson(row.number, known, State.SAME, puts_on_map=not known.on_map)
        if row.email and not known.email:
            planned.changes.append(Change("email", "", row.email))
            self.directory.learn_address(known, row.email)
        if function and function != known.function:
            planned.changes.append(Change("function", known.function, function))
            known.function = function
        for name, after in row.said.items():
            before = known.said.get(name)
            if before != after:
                planned.changes.append(Change(name, before, after))
                known.said[name] = after
        known.on_map = True
        if planned.changes or planned.puts_on_map:
            planned.state = State.CHANGED
        if row.name and fold(row.name) != fold(known.name):
            planned.notes.append(f"In the programme as {known.name}, and keeps that name.")
        return planned

    def _set_other(self, planned: PlannedPerson, name: str, text: str) -> None:
        """Plan the owner of the relationship, or the mentor; one who is not found is noted."""
        if not text:
            return
        try:
            other = self._other(text)
        except ValueError as wrong:
            planned.notes.append(f"Without {AN[name]}: {wrong}.")
            return
        before = getattr(planned.person, name)
        if other.key == before:
            return
        setattr(planned.person, name, other.key)
        if planned.state != State.NEW:
            planned.changes.append(Change(name, before, other.key))
            planned.state = State.CHANGED

    def _other(self, text: str) -> Known:
        """Return who is called ``text``; raises ``ValueError`` for nobody."""
        name, email = ("", text) if "@" in text else (text, "")
        other = self.directory.find(name, email)
        if other is None:
            raise ValueError(f"nobody is called {text}")
        return other
