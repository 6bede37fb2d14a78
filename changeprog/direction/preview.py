"""What a sheet of readings would change, shown before anything is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from changeprog.direction.models import Objective
from changeprog.direction.sheet import Row

SHOWN = 200
"""So many rows are shown, those with errors first; the others are counted."""
Stored = Mapping[date, tuple[Decimal, str]]
WORDS = {
    "refused": "Cannot be read",
    "overruled": "Gives way to a later row",
    "replaces": "Replaces",
    "new": "New",
    "known": "There already",
}
TONES = {"refused": "is-bad", "overruled": "is-warn", "replaces": "is-warn", "new": "is-good"}
ORDER = list(WORDS)


@dataclass(frozen=True)
class Previewed:
    """A row beside what is stored for its day."""

    row: Row
    state: str
    was: Decimal | None = None

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def counts(self) -> bool:
        """Whether it would be recorded."""
        return self.state in {"new", "replaces"}


@dataclass(frozen=True)
class Preview:
    """All rows, in the order of the sheet."""

    rows: list[Previewed]

    @property
    def shown(self) -> list[Previewed]:
        """As many rows as a page holds, those first that want a look."""
        return sorted(self.rows, key=lambda each: ORDER.index(each.state))[:SHOWN]

    @property
    def hidden(self) -> int:
        return max(len(self.rows) - SHOWN, 0)

    @property
    def counted(self) -> list[tuple[str, str, int]]:
        """Words, tone and number of rows of each state that there is."""
        states = [each.state for each in self.rows]
        return [
            (WORDS[state], TONES.get(state, ""), states.count(state))
            for state in ORDER
            if state in states
        ]

    @property
    def readings(self) -> dict[date, tuple[Decimal, str]]:
        """What would be recorded, a value and a note by its day."""
        return {
            each.row.on: (each.row.value, each.row.note)
            for each in self.rows
            if each.counts and each.row.on and each.row.value is not None
        }

    @property
    def fingerprint(self) -> str:
        """A text that is another one as soon as anything else would be changed."""
        changes = [
            f"{each.row.on}\t{each.row.value:f}\t{each.was}\t{each.row.note}"
            for each in self.rows
            if each.counts
        ]
        return sha256("\n".join(changes).encode()).hexdigest()


def preview(objective: Objective, rows: Iterable[Row]) -> Preview:
    """Return what ``rows`` would change among the readings of ``objective``."""
    listed = list(rows)
    on = {row.on for row in listed if row.on}
    stored: Stored = {
        reading.on: (reading.value, reading.note)
        for reading in objective.readings.filter(on__in=on)
    }
    return Preview([_beside(row, stored) for row in listed])


def _beside(row: Row, stored: Stored) -> Previewed:
    if row.error or row.on is None:
        return Previewed(row, "refused")
    if row.overruled_by:
        return Previewed(row, "overruled")
    if row.on not in stored:
        return Previewed(row, "new")
    value, note = stored[row.on]
    same = (value, note) == (row.value, row.note)
    return Previewed(row, "known") if same else Previewed(row, "replaces", value)
