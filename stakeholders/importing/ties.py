"""What rows about ties would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stakeholders.importing.directory import Known
from stakeholders.importing.people import PeoplePlan, PlannedPerson, State
from stakeholders.importing.rows import Bad, End, TieRow, sentence
from stakeholders.models import Relation

Ends = tuple[int, int, Relation]
"""Source, target and kind of a tie."""
DIGITS = 6
"""Decimals of a strength; fewer than a float has, so that it is the same when it comes again."""
LEAST = 0.000001


@dataclass(frozen=True)
class PlannedTie:
    """A tie that the import draws, changes, or leaves as it is; strengths up to 1."""

    row: int
    source: Known
    target: Known
    relation: Relation
    strength: float
    state: State
    before: float | None = None


@dataclass
class TiesPlan:
    """Fills while the rows are gone through, after those about people."""

    people: PeoplePlan
    known: dict[Ends, float]
    """The strengths of the ties there are."""
    add_people: bool
    planned: list[PlannedTie] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    largest: float = 1.0
    """What all strengths are divided by, because one of them is over 1."""
    _rows: dict[Ends, TieRow] = field(default_factory=dict)

    def take(self, rows: Iterable[TieRow]) -> None:
        """Plan all ``rows``."""
        listed = list(rows)
        self.largest = max([1.0, *(row.strength for row in listed)])
        for row in listed:
            try:
                planned = self._plan(row)
            except ValueError as wrong:
                text = f"{row.source} → {row.target} · {row.relation.label}"
                self.bad.append(Bad(row.number, text, sentence(str(wrong)), "Ties"))
                continue
            if planned:
                self.planned.append(planned)

    def _plan(self, row: TieRow) -> PlannedTie | None:
        """Return the tie, or nothing where an earlier row says the same."""
        source, target = self._find(row.source), self._find(row.target)
        if (source and source is target) or row.source == row.target:
            raise ValueError("nobody turns to themselves")
        self._refuse_strangers((source, row.source), (target, row.target))
        found = [self._bring(row, *each) for each in ((source, row.source), (target, row.target))]
        ends = (found[0].key, found[1].key, row.relation)
        if earlier := self._rows.setdefault(ends, row):
            if earlier.strength != row.strength:
                raise ValueError(f"row {earlier.number} says another strength of the same tie")
            if earlier is not row:
                return None
        strength = self._strength(row)
        before = self.known.get(ends)
        state = State.NEW if before is None else State.CHANGED
        if before == strength:
            state = State.SAME
        return PlannedTie(row.number, found[0], found[1], row.relation, strength, state, before)

    def _strength(self, row: TieRow) -> float:
        return max(round(row.strength / self.largest, DIGITS), LEAST)

    def _find(self, end: End) -> Known | None:
        return self.people.directory.find(end.name, end.email)

    def _refuse_strangers(self, *ends: tuple[Known | None, End]) -> None:
        for known, end in ends:
            if self.add_people:
                continue
            if known is None:
                raise ValueError(f"nobody is called {end}. Add people, or write another name")
            if not known.on_map:
                raise ValueError(f"{known.name} is not on the map yet. Add people, or put them on")

    def _bring(self, row: TieRow, known: Known | None, end: End) -> Known:
        """Return who is at this end, put on the map if they are not there yet."""
        if known and known.on_map:
            return known
        if known is None:
            known, state = self.people.bring(end), State.NEW
        else:
            known.on_map, state = True, State.CHANGED
        added = PlannedPerson(row.number, known, state, puts_on_map=True)
        self.people.planned.append(added)
        return known
