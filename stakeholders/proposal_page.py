"""The page that says whom to ask: the proposal, why, what would change it, and who is left.

What is asked for stands in the address: the best ``k`` or the smallest set, whom to take ``out`` of
it, and whom to add to it (``more``). Neither of these changes the proposal itself, so that one sees
what is lost or won. Without them the page shows the standing proposal (``standing``), with them it
is worked out at each look, and not kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from changeprog.programme.models import Programme
from stakeholders import findings, proposing, standing
from stakeholders.findings import Chosen, Findings, Other
from stakeholders.measures import Measure, measured
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.models.proposal import SMALLEST
from stakeholders.proposing import Basis
from stakeholders.reach import Heard, Reach

OFFERED = (1, 2, 3, 5, 8, 12, 20)
"""Numbers of people that can be chosen with one press."""


@dataclass(frozen=True)
class Asking:
    """What the address asks for."""

    k: int | None = None
    out: tuple[int, ...] = ()
    more: tuple[int, ...] = ()

    @property
    def query(self) -> str:
        """The address's query for exactly this."""
        pairs = [("k", self.k)] if self.k else []
        listed = [("out", each) for each in self.out] + [("more", each) for each in self.more]
        return f"?{urlencode([*pairs, *listed])}"

    @property
    def number(self) -> int:
        """The number under which the proposal is kept."""
        return self.k or SMALLEST

    @property
    def is_what_if(self) -> bool:
        """Whether somebody is taken out or added."""
        return bool(self.out or self.more)

    def toggled(self, person: int, *, proposed: bool) -> "Asking":
        """Return what is asked for with that person out, or in again, or added, or not."""
        if proposed:
            return Asking(self.k, _toggle(self.out, person), self.more)
        return Asking(self.k, self.out, _toggle(self.more, person))


@dataclass(frozen=True)
class Proposed:
    """Somebody in the choice: why, what would be lost without them, their figures."""

    stakeholder: Stakeholder
    reason: Chosen
    measures: Sequence[Measure]
    added: bool
    toggle: str
    """The address of the page without them."""


@dataclass(frozen=True)
class Possible:
    """Somebody who could be in the choice, with what they would add; ``out``: was taken out."""

    stakeholder: Stakeholder
    won: findings.Difference
    toggle: str


@dataclass(frozen=True)
class Left:
    """Somebody who stays unreached; ``stakeholder`` for their profile."""

    stakeholder: Stakeholder
    why: str


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked; ``toggle``: the page without them, or with them again, if any."""

    ambassador: Ambassador
    toggle: str
    is_out: bool


class WhatIf:
    """The proposal without those who are taken out and with those who are added."""

    def __init__(self, programme: Programme, asking: Asking, basis: Basis) -> None:
        self.asking = asking
        self.map = proposing.read(programme, basis)
        self.choice = standing.choose(self.reach, asking.number)
        self.heard = self._as_asked()

    @property
    def reach(self) -> Reach:
        return self.map.reach

    def _as_asked(self) -> Heard:
        place = self.reach.place
        out = {place[each] for each in self.asking.out if each in place}
        kept = [each for each in self.choice.heard.chosen if each not in out]
        added = [
            place[each]
            for each in self.asking.more
            if each in place and place[each] in self.reach.candidates
        ]
        return self.reach.by(dict.fromkeys((*kept, *added)))

    @cached_property
    def out(self) -> list[int]:
        """The places of those who are taken out."""
        return [each for each in self.choice.heard.chosen if each not in self.heard.chosen]

    @property
    def taken_out(self) -> list[Other]:
        return [Other.of(self.heard, place) for place in self.out]

    @property
    def found(self) -> Findings:
        """What the changed choice comes to."""
        smallest = self.asking.number == SMALLEST
        return findings.find(self.map, self.choice, self.heard, smallest=smallest, out=self.out)

    @property
    def added(self) -> set[int]:
        """The people who are in the choice only because they were added."""
        proposed = set(self.choice.heard.chosen)
        return {_key(self.reach, each) for each in self.heard.chosen if each not in proposed}

    @property
    def changed(self) -> dict[str, Any]:
        """What the page's own changes make of the proposal."""
        before, after = self.choice.heard, self.heard
        people = self.reach.people
        return {
            "lost": [people[each].name for each in sorted(before.reached - after.reached)],
            "won": [people[each].name for each in sorted(after.reached - before.reached)],
            "share": round((after.strength - before.strength) * 100),
            "groups_lost": sorted(before.groups - after.groups),
            "groups_won": sorted(after.groups - before.groups),
            "back": Asking(self.asking.k).query,
        }


class ProposalPage:
    """Everything that the page shows."""

    def __init__(self, programme: Programme, asking: Asking) -> None:
        self.programme = programme
        self.asking = asking
        self.basis = proposing.basis(programme)
        self.trial = WhatIf(programme, asking, self.basis) if asking.is_what_if else None
        self.found = (
            self.trial.found if self.trial else standing.look(programme, self.basis, asking.number)
        )

    def context(self) -> dict[str, Any]:
        """Return what the template needs; the same number of queries for any number of people."""
        found, trial = self.found, self.trial
        taken_out = trial.taken_out if trial else []
        people = _stakeholders(self.programme, found.shown | {each.person for each in taken_out})
        measures = proposing.figures(self.programme, self.basis)
        added = trial.added if trial else set()
        return {
            "asking": self.asking,
            "rule": self.basis.rule,
            "incomplete": self.basis.incomplete,
            "found": found,
            "numbers": self._numbers(),
            "proposed": [
                Proposed(
                    people[each.person],
                    each,
                    measured(measures.get(each.person)),
                    each.person in added,
                    self._toggle(each.person, proposed=each.person not in added),
                )
                for each in found.proposed
                if each.person in people
            ],
            "taken_out": self._possible(people, taken_out, proposed=True),
            "following": self._possible(people, found.following, proposed=False),
            "missed": [
                Left(people[each.person], each.why)
                for each in found.missed
                if each.person in people
            ],
            "changed": trial.changed if trial else None,
            "has_measures": bool(measures),
            "ambassadors": self._asked(),
        }

    def _numbers(self) -> list[tuple[str, str, bool]]:
        """Return what can be asked for: words, address, whether it is asked for now."""
        most = self.found.candidates
        offered = sorted({*(each for each in OFFERED if each <= most), self.asking.k or 1})
        best = [(f"Best {each}", Asking(each).query, each == self.asking.k) for each in offered]
        return [("Smallest set", "?", self.asking.k is None), *best]

    def _toggle(self, person: int, *, proposed: bool) -> str:
        return self.asking.toggled(person, proposed=proposed).query

    def _possible(
        self, people: dict[int, Stakeholder], others: Iterable[Other], *, proposed: bool
    ) -> list[Possible]:
        return [
            Possible(people[each.person], each.won, self._toggle(each.person, proposed=proposed))
            for each in others
            if each.person in people
        ]

    def _asked(self) -> list[Asked]:
        """Return everybody who was asked; those who count as chosen can be taken out."""
        asked, out = set(self.found.asked), set(self.asking.out)
        rows = Ambassador.objects.filter(programme=self.programme, person__removed_at=None)
        found = sorted(rows.with_names().with_counts(), key=_standing_first)
        return [
            Asked(
                each,
                self._toggle(each.person_id, proposed=True)
                if each.stands and each.person_id in asked
                else "",
                each.person_id in out,
            )
            for each in found
        ]


def _key(reach: Reach, place: int) -> int:
    return int(str(reach.people[place].key))


def _standing_first(ambassador: Ambassador) -> tuple[bool, bool]:
    return not ambassador.stands, ambassador.state != Ambassador.State.ACCEPTED


def _toggle(numbers: tuple[int, ...], number: int) -> tuple[int, ...]:
    kept = tuple(each for each in numbers if each != number)
    return kept if number in numbers else (*kept, number)


def _stakeholders(programme: Programme, people: Iterable[int]) -> dict[int, Stakeholder]:
    rows = Stakeholder.objects.filter(programme=programme, person__in=people).with_names()
    return {row.person_id: row for row in rows}


def left_out(programme: Programme) -> list[Stakeholder]:
    """Return those who are never proposed, by name."""
    rows = Stakeholder.objects.filter(programme=programme, may_be_asked=False)
    return list(rows.filter(person__removed_at=None).with_names())
