"""What a plan comes to, as the page shows it: row by row, those first that want a look."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import Truncator

from changeprog.accounts.lines import one_line
from stakeholders.importing.directory import Value
from stakeholders.importing.people import Change, PlannedPerson, State
from stakeholders.importing.plan import PEOPLE, Plan
from stakeholders.importing.rows import STANCES
from stakeholders.importing.ties import PlannedTie
from stakeholders.support import Support

LABELS = {
    "email": "E-mail address",
    "function": "Function",
    "influence": "Influence",
    "interest": "Interest",
    "touched": "Touched",
    "support": "Support now",
    "needed": "Support needed",
    "owner": "Owner",
    "mentor": "Mentor",
    "next_on": "Next conversation",
    "may_be_asked": "May be proposed as an ambassador",
    "sees_self_as": "Sees themselves as",
    "guards": "Guards",
    "incentive": "Incentive",
    "requirement": "Requirement",
    "skills": "Skills and help",
}
YES = "yes"
SHOWN = 60
"""Characters of a text that are shown in a row."""
BAD, NOTED = "bad", "noted"
WORDS = {
    BAD: "Left out",
    NOTED: "To look at",
    State.NEW: "New",
    State.CHANGED: "Changed",
    State.SAME: "The same",
}
"""What happens to rows, in the order in which they want a look."""
TONES = {BAD: "is-bad", NOTED: "is-warn", State.NEW: "is-good", State.CHANGED: "is-accent"}


@dataclass(frozen=True)
class Entry:
    """One row of the preview."""

    number: int
    table: str
    who: str
    state: str
    details: list[str] = field(default_factory=list)
    profile: int | None = None
    """The number of the profile of which the details tell how it is now."""

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")


@dataclass(frozen=True)
class Group:
    """The rows to which the same happens; ``name`` is in the page's address."""

    name: str
    count: int

    @property
    def words(self) -> str:
        return WORDS[self.name]

    @property
    def tone(self) -> str:
        return TONES.get(self.name, "")


class Preview:
    """A plan in words."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def groups(self) -> list[Group]:
        """Return what happens to how many rows, without what happens to none."""
        counts: Counter[str] = Counter(each.state for each in self.plan.people)
        counts.update(each.state for each in self.plan.ties)
        counts.update({BAD: len(self.plan.bad), NOTED: len(self._noted())})
        return [Group(name, counts[name]) for name in WORDS if counts[name]]

    def entries(self, name: str) -> list[Entry]:
        """Return the rows of one group."""
        return list(self._entries(name))

    def _entries(self, name: str) -> Iterator[Entry]:
        if name == BAD:
            for row in self.plan.bad:
                yield Entry(row.number, row.origin.table, row.text, BAD, [row.reason])
            return
        people = self._noted() if name == NOTED else self.plan.people
        for planned in people:
            if name in {NOTED, planned.state}:
                yield self._person(planned)
        for tie in self.plan.ties:
            if tie.state == name:
                yield self._tie(tie)

    def _noted(self) -> list[PlannedPerson]:
        return [each for each in self.plan.people if each.notes]

    def _person(self, planned: PlannedPerson) -> Entry:
        person = planned.person
        known = " · ".join(filter(None, [person.name, person.email]))
        new = planned.state == State.NEW
        details = self._as_new(planned) if new else [self._told(each) for each in planned.changes]
        if planned.puts_on_map and not new:
            details.insert(0, "Comes onto the map")
        told = person.stakeholder if planned.changes else None
        return Entry(planned.row, "", known, planned.state, [*details, *planned.notes], told)

    def _as_new(self, planned: PlannedPerson) -> list[str]:
        person = planned.person
        values = {"function": person.function, **person.said}
        values |= {name: getattr(person, name) for name in PEOPLE}
        told = [(LABELS[name], self._text(name, value)) for name, value in values.items()]
        return [f"{label}: {text}" for label, text in told if text and text != YES]

    def _told(self, change: Change) -> str:
        before, after = (self._text(change.field, each) for each in (change.before, change.after))
        return f"{LABELS[change.field]}: {before or 'not said'} → {after}"

    def _text(self, name: str, value: Value) -> str:
        if isinstance(value, bool):
            return YES if value else "no"
        if not value:
            return ""
        if name in STANCES:
            return str(Support(int(value)).label)
        if name in PEOPLE:
            return self.plan.names[int(value)]
        return Truncator(one_line(str(value))).chars(SHOWN)

    def _tie(self, tie: PlannedTie) -> Entry:
        who = f"{tie.source.name} → {tie.target.name}"
        details = [str(tie.relation.label)]
        if tie.before is not None and tie.before != tie.strength:
            details.append(f"Strength: {tie.before:g} → {tie.strength:g}")
        elif tie.strength != 1:
            details.append(f"Strength: {tie.strength:g}")
        return Entry(tie.row, "", who, tie.state, details)
