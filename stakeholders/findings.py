"""What was found about whom to ask: everything the page says of a proposal, in words and numbers.

It has nothing but texts and numbers in it, so that it can be kept as JSON; people are the numbers
of their rows, and whatever is shown of them beside it is of the moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from stakeholders import choosing
from stakeholders.choosing import Choice
from stakeholders.proposing import Map
from stakeholders.reach import Heard
from stakeholders.reasons import Change, Reason, reasons, unreached, with_one_more, without

NEXT = 6
"""People who could be added, shown with what they would add."""
LEFT = 30
"""People who stay unreached, by name, before the rest are counted."""
NAMED = 6
"""Names of those whom one person wins or loses."""
LISTED = 20
"""People whom somebody reaches, by name."""
TO_TRY = 12
"""Candidates up to which it is looked whether another choice would be better."""


@dataclass(frozen=True)
class Difference:
    """What one person makes of a choice: how many more are reached, some ``names`` of them.

    ``weaker`` would be reached, but less strongly; ``groups`` have no way in without them.
    """

    number: int
    names: Sequence[str]
    weaker: int
    groups: Sequence[str]

    @classmethod
    def of(cls, change: Change) -> "Difference":
        names = [each.name for each in change.people[:NAMED]]
        return cls(len(change.people), names, change.weaker, list(change.groups))

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.names)


@dataclass(frozen=True)
class Chosen:
    """Somebody in the choice who was not asked yet; ``first`` of those reached: name, through."""

    person: int
    why: str
    number: int
    first: Sequence[Sequence[str]]
    lost: Difference

    @classmethod
    def of(cls, heard: Heard, place: int, reason: Reason) -> "Chosen":
        first = [
            [each.person.name, each.through.name if each.through else ""]
            for each in reason.reached[:LISTED]
        ]
        lost = Difference.of(without(heard, place))
        return cls(_person(heard, place), reason.why, len(reason.reached), first, lost)

    @classmethod
    def kept(cls, row: dict[str, Any]) -> "Chosen":
        return cls(**{**row, "lost": Difference(**row["lost"])})

    @property
    def more(self) -> int:
        """How many of those reached are not listed."""
        return self.number - len(self.first)


@dataclass(frozen=True)
class Other:
    """Somebody who could be in the choice, with what they would add."""

    person: int
    won: Difference

    @classmethod
    def of(cls, heard: Heard, place: int) -> "Other":
        return cls(_person(heard, place), Difference.of(with_one_more(heard, place)))

    @classmethod
    def kept(cls, row: dict[str, Any]) -> "Other":
        return cls(row["person"], Difference(**row["won"]))


@dataclass(frozen=True)
class Missed:
    """Somebody who stays unreached."""

    person: int
    why: str


@dataclass(frozen=True)
class Findings:
    """A choice, and what it comes to. ``asked`` are those who were asked already, by number.

    ``unknown`` is how many people there are of whom nobody can say whether they have still to be
    won, ``ties`` how many ties count, ``percent`` how much of what there is to reach is reached.
    """

    people: int
    unknown: int
    ties: int
    wanted: int
    reached: int
    candidates: int
    percent: int
    groups_without: Sequence[str]
    asked: Sequence[int]
    how_good: str
    proposed: Sequence[Chosen]
    following: Sequence[Other]
    missed: Sequence[Missed]
    missed_more: int

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> "Findings":
        """Return what was kept as JSON."""
        parts: dict[str, Any] = {
            "proposed": [Chosen.kept(each) for each in row["proposed"]],
            "following": [Other.kept(each) for each in row["following"]],
            "missed": [Missed(**each) for each in row["missed"]],
        }
        return cls(**{**row, **parts})

    @property
    def shown(self) -> set[int]:
        """Everybody whose row is shown."""
        parts: Iterable[Any] = (*self.proposed, *self.following, *self.missed)
        return {each.person for each in parts}


def find(
    read: Map, choice: Choice, heard: Heard, *, smallest: bool, out: Collection[int] = ()
) -> Findings:
    """Return what there is to say of ``heard``: the choice, or what was made of it by hand.

    ``out`` are the places of those who were taken out: nobody offers to add them.
    """
    reach, missed = heard.reach, unreached(heard)
    because = dict(zip(heard.chosen, reasons(heard), strict=True))
    new = [place for place in heard.chosen if not reach.people[place].asked]
    return Findings(
        people=len(reach.people),
        unknown=read.unknown,
        ties=read.ties,
        wanted=len(reach.wanted),
        reached=len(reach.wanted) - len(missed),
        candidates=len(reach.candidates),
        percent=round(heard.strength * 100),
        groups_without=sorted(heard.groups_without),
        asked=[_person(heard, place) for place in reach.asked],
        how_good=_how_good(choice, smallest=smallest),
        proposed=[Chosen.of(heard, place, because[place]) for place in new],
        following=[Other.of(heard, place) for place in _following(heard, out)],
        missed=[Missed(int(str(each.person.key)), each.why) for each in missed[:LEFT]],
        missed_more=max(0, len(missed) - LEFT),
    )


def _person(heard: Heard, place: int) -> int:
    return int(str(heard.reach.people[place].key))


def _following(heard: Heard, out: Collection[int]) -> list[int]:
    """Return those who would add most to the choice, the best first."""
    chosen = {*heard.chosen, *out}
    others = [
        (heard.gain(each), -heard.reach.ranks[each], each)
        for each in heard.reach.candidates
        if each not in chosen
    ]
    return [each for gain, _, each in sorted(others, reverse=True)[:NEXT] if gain]


def _how_good(choice: Choice, *, smallest: bool) -> str:
    """Return how the proposal compares with all others, where all were tried."""
    if not choice.proposed:
        return ""
    if smallest:
        return "Nobody reaches as many with fewer." if choice.proven else ""
    number, candidates = len(choice.proposed), len(choice.reach.candidates)
    if candidates > TO_TRY or (best := choosing.best_of_all(choice.reach, number)) is None:
        return "It is worth at least 63 % of the best choice there is."
    if best == choice.heard.worth:
        return f"All {comb(candidates, number):,} choices were tried: none is better."
    share = choice.heard.worth / best
    return f"Of all choices that were tried, it is worth {share:.0%} of the best."
