"""What rows about ties would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from changeprog.programme.steps import Step, counted, unheard
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
    state: State = State.NEW
    before: float | None = None
    pk: int | None = None
    """The number of the tie that is there already."""


@dataclass(frozen=True)
class KnownTie:
    """A tie that is there."""

    pk: int
    strength: float


@dataclass
class TiesPlan:
    """Fills while the rows are gone through, after those about people."""

    people: PeoplePlan
    known: dict[Ends, KnownTie]
    """The ties there are."""
    add_people: bool
    planned: list[PlannedTie] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    largest: float = 1.0
    """What all strengths are divided by, because one of them is over 1."""
    _rows: dict[Ends, TieRow] = field(default_factory=dict)

    def take(self, rows: Iterable[TieRow], step: Step = unheard) -> None:
        """Plan all ``rows``."""
        listed = list(rows)
        self.largest = max([1.0, *(row.strength for row in listed)])
        for row in counted(listed, step):
            try:
                planned = self._plan(row)
            except ValueError as wrong:
                text = f"{row.source} → {row.target} · {row.relation.label}"
                self.bad.append(Bad(row.number, text, sentence(str(wrong)), row.origin))
                continue
            if planned:
                self.planned.append(planned)

    def _plan(self, row: TieRow) -> PlannedTie | None:
        """Return the tie, or nothing where an earlier row says the same."""
        source, target = self._find(row.source), self._find(row.target)
        if (source and source is target) or row.source.is_surely(row.target):
            raise ValueError("nobody turns to themselves")
        self._refuse_strangers((source, row.source), (target, row.target))
        source, target = self._bring(row, source, row.source), self._bring(row, target, row.target)
        ends = (source.key, target.key, row.relation)
        if earlier := self._rows.setdefault(ends, row):
            if earlier.strength != row.strength:
                raise ValueError(f"row {earlier.number} says another strength of the same tie")
            if earlier is not row:
                return None
        tie = PlannedTie(row.number, source, target, row.relation, self._strength(row))
        return self._compare(tie, ends)

    def _compare(self, tie: PlannedTie, ends: Ends) -> PlannedTie:
        """Return ``tie`` with what it is beside the one that is there."""
        there = self.known.get(ends)
        if there is None:
            return tie
        state = State.SAME if there.strength == tie.strength else State.CHANGED
        return replace(tie, state=state, before=there.strength, pk=there.pk)

    def _strength(self, row: TieRow) -> float:
        return max(round(row.strength / self.largest, DIGITS), LEAST)

    def _find(self, end: End) -> Known | None:
        """Return who is meant; their address then means them in later rows too."""
        directory = self.people.directory
        known = directory.find(end.name, end.email)
        if known and end.email:
            directory.let_mean(end.email, known)
        return known

    def _refuse_strangers(self, *ends: tuple[Known | None, End]) -> None:
        if self.add_people:
            self.people.refuse_too_many(2)
            return
        for known, end in ends:
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
