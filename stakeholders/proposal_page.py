"""The page that says whom to ask: the proposal, why, what would change it, and who is left.

A proposal is worked out anew at each look, so that it is never older than the map. What is asked
for stands in the address: the best ``k`` or the smallest set, whom to take ``out`` of it, and whom
to add to it (``more``). Neither changes the proposal itself, so that one sees what is lost or won.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any
from urllib.parse import urlencode

from changeprog.programme.models import Programme
from stakeholders import choosing
from stakeholders.choosing import Choice
from stakeholders.drawing import Row
from stakeholders.measures import Measure, measured
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.proposing import Map, figures, read
from stakeholders.reach import Heard, Reach
from stakeholders.reasons import (
    Change,
    Reason,
    reasons,
    unreached,
    with_one_more,
    without,
)

OFFERED = (1, 2, 3, 5, 8, 12, 20)
"""Numbers of people that can be chosen with one press."""
NEXT = 6
"""People who could be added, shown with what they would add."""
SHOWN = 30
"""People who stay unreached, by name, before the rest are counted."""
TO_TRY = 12
"""Candidates up to which it is looked whether another choice would be better."""


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

    def toggled(self, person: int, *, proposed: bool) -> "Asking":
        """Return what is asked for with that person out, or in again, or added, or not."""
        if proposed:
            return Asking(self.k, _toggle(self.out, person), self.more)
        return Asking(self.k, self.out, _toggle(self.more, person))


@dataclass(frozen=True)
class Proposed:
    """Somebody in the choice: why, what would be lost without them, their figures."""

    stakeholder: Stakeholder
    reason: Reason
    lost: Change
    measures: Sequence[Measure]
    added: bool
    toggle: str
    """The address of the page without them."""


@dataclass(frozen=True)
class Possible:
    """Somebody who could be in the choice, with what they would add; ``out``: was taken out."""

    stakeholder: Stakeholder
    won: Change
    toggle: str


@dataclass(frozen=True)
class Left:
    """Somebody who stays unreached; ``stakeholder`` for their profile."""

    stakeholder: Stakeholder
    why: str


class ProposalPage:
    """Everything that the page shows."""

    def __init__(self, programme: Programme, asking: Asking) -> None:
        self.programme = programme
        self.asking = asking
        self.map: Map = read(programme)
        self.choice: Choice = _choose(self.reach, asking.k)
        self.heard: Heard = self._as_asked()

    @property
    def reach(self) -> Reach:
        return self.map.reach

    def _as_asked(self) -> Heard:
        """Return the proposal without those taken out, with those added."""
        place = self.reach.place
        out = {place[each] for each in self.asking.out if each in place}
        kept = [each for each in self.choice.heard.chosen if each not in out]
        added = [
            place[each]
            for each in self.asking.more
            if each in place and place[each] in self.reach.candidates
        ]
        return self.reach.by(dict.fromkeys((*kept, *added)))

    @property
    def _new(self) -> list[int]:
        """The places of those in the choice who have not been asked yet."""
        return [each for each in self.heard.chosen if not self.reach.people[each].asked]

    def context(self) -> dict[str, Any]:
        """Return what the template needs; the same number of queries for any number of people."""
        reach, missed = self.reach, unreached(self.heard)
        out = [each for each in self.choice.heard.chosen if each not in self.heard.chosen]
        following = self._following(set(out))
        shown = [*self._new, *out, *following]
        people = _stakeholders(
            self.programme,
            [reach.people[each].key for each in shown],
            [each.person.key for each in missed[:SHOWN]],
        )
        measures = figures(self.programme)
        return {
            "asking": self.asking,
            "map": self.map,
            "numbers": self._numbers(),
            "proposed": list(self._proposed(people, measures)),
            "taken_out": [self._possible(people, each, proposed=True) for each in out],
            "following": [self._possible(people, each, proposed=False) for each in following],
            "missed": [Left(people[each.person.key], each.why) for each in missed[:SHOWN]],
            "missed_more": max(0, len(missed) - SHOWN),
            "wanted": len(reach.wanted),
            "reached": len(reach.wanted) - len(missed),
            "can_be_reached": len(reach.reachable),
            "percent": round(self.heard.strength * 100),
            "groups_without": sorted(self.heard.groups_without),
            "asked": len(reach.asked),
            "how_good": self._how_good(),
            "changed": self._changed(),
            "has_measures": bool(measures),
        }

    def _numbers(self) -> list[tuple[str, str, bool]]:
        """Return what can be asked for: words, address, whether it is asked for now."""
        most = len(self.reach.candidates)
        offered = sorted({*(each for each in OFFERED if each <= most), self.asking.k or 1})
        best = [(f"Best {each}", Asking(each).query, each == self.asking.k) for each in offered]
        return [("Smallest set", "?", self.asking.k is None), *best]

    def _proposed(
        self, people: Mapping[Any, Stakeholder], measures: Mapping[int, Row]
    ) -> Iterable[Proposed]:
        by_place = dict(zip(self.heard.chosen, reasons(self.heard), strict=True))
        for place in self._new:
            key: Any = self.reach.people[place].key
            added = place not in self.choice.proposed
            yield Proposed(
                people[key],
                by_place[place],
                without(self.heard, place),
                measured(measures.get(key)),
                added,
                self.asking.toggled(key, proposed=not added).query,
            )

    def _following(self, out: set[int]) -> list[int]:
        """Return those who would add most to the choice, the best first."""
        others = [
            (self.heard.gain(each), -self.reach.ranks[each], each)
            for each in self.reach.candidates
            if each not in self.heard.chosen and each not in out
        ]
        return [each for gain, _, each in sorted(others, reverse=True)[:NEXT] if gain]

    def _possible(
        self, people: Mapping[Any, Stakeholder], place: int, *, proposed: bool
    ) -> Possible:
        key: Any = self.reach.people[place].key
        toggle = self.asking.toggled(key, proposed=proposed).query
        return Possible(people[key], with_one_more(self.heard, place), toggle)

    def _how_good(self) -> str:
        """Return how the proposal compares with all others, where all were tried."""
        if not self.choice.proposed:
            return ""
        if self.asking.k is None:
            return "Nobody reaches as many with fewer." if self.choice.proven else ""
        number, candidates = len(self.choice.proposed), len(self.reach.candidates)
        if candidates > TO_TRY or (best := choosing.best_of_all(self.reach, number)) is None:
            return "It is worth at least 63 % of the best choice there is."
        if best == self.choice.heard.worth:
            return f"All {comb(candidates, number):,} choices were tried: none is better."
        share = self.choice.heard.worth / best
        return f"Of all choices that were tried, it is worth {share:.0%} of the best."

    def _changed(self) -> dict[str, Any] | None:
        """Return what the page's own changes make of the proposal; ``None`` without any."""
        if not (self.asking.out or self.asking.more):
            return None
        before, after = self.choice.heard, self.heard
        names = [self.reach.people[each].name for each in sorted(before.reached - after.reached)]
        won = [self.reach.people[each].name for each in sorted(after.reached - before.reached)]
        return {
            "lost": names,
            "won": won,
            "share": round((after.strength - before.strength) * 100),
            "groups_lost": sorted(before.groups - after.groups),
            "groups_won": sorted(after.groups - before.groups),
            "back": Asking(self.asking.k).query,
        }


def _choose(reach: Reach, number: int | None) -> Choice:
    return choosing.smallest(reach) if number is None else choosing.best(reach, number)


def _toggle(numbers: tuple[int, ...], number: int) -> tuple[int, ...]:
    kept = tuple(each for each in numbers if each != number)
    return kept if number in numbers else (*kept, number)


def _stakeholders(programme: Programme, *people: Iterable[Any]) -> dict[Any, Stakeholder]:
    wanted = {person for some in people for person in some}
    rows = Stakeholder.objects.filter(programme=programme, person__in=wanted).with_names()
    return {row.person_id: row for row in rows}


def left_out(programme: Programme) -> list[Stakeholder]:
    """Return those who are never proposed, by name."""
    rows = Stakeholder.objects.filter(programme=programme, may_be_asked=False)
    return list(rows.filter(person__removed_at=None).with_names())


def everybody_asked(programme: Programme) -> list[Ambassador]:
    """Return everybody who was asked, those who stand first, with how many people they have."""
    rows = Ambassador.objects.filter(programme=programme, person__removed_at=None)
    found = list(rows.with_names().with_counts())
    return sorted(found, key=lambda each: (not each.stands, each.state != "accepted"))
