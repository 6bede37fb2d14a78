"""Why each person is proposed, who stays unreached, and what one more or one fewer would change.

Numbers are of people who have still to be won. Somebody who is to be won and is asked themself is
no reason to ask anybody else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from stakeholders.reach import DIRECT, WHOLE, Heard, Reach, Someone

NAMED = 3
"""Names in a sentence, before the others are counted."""


@dataclass(frozen=True)
class Reached:
    """Somebody who is reached: how strongly (0 to 1), through whom if not directly."""

    person: Someone
    strength: float
    through: Someone | None = None


@dataclass(frozen=True)
class Reason:
    """Why one of the chosen: whom they reach, whom no other chosen does, groups only they open."""

    person: Someone
    reached: tuple[Reached, ...]
    only: tuple[Reached, ...]
    groups: tuple[str, ...]

    @cached_property
    def direct(self) -> int:
        """How many of those reached turn to them."""
        return sum(1 for reached in self.reached if reached.through is None)

    @property
    def why(self) -> str:
        """The reason in words."""
        return " ".join(part for part in (self._reach, self._only, self._groups) if part)

    @property
    def _reach(self) -> str:
        if not self.reached:
            return "Nobody who has still to be won turns to them, as far as the ties say."
        return f"Reaches {people(len(self.reached))} still to be won{self._ways}."

    @property
    def _ways(self) -> str:
        turn = "turns" if self.direct == 1 else "turn"
        middles = Counter(each.through.name for each in self.reached if each.through)
        if not middles:
            return f", who {turn} to them"
        through = f"{middles.total()} through {listed(_most(middles))}"
        return f": {self.direct} who {turn} to them, {through}" if self.direct else f": {through}"

    @property
    def _only(self) -> str:
        if not self.only:
            return "Others reach them too, but less directly." if self.reached else ""
        return f"Nobody else chosen reaches {listed([each.person.name for each in self.only])}."

    @property
    def _groups(self) -> str:
        return f"The only way into {listed(self.groups)}." if self.groups else ""


@dataclass(frozen=True)
class Unreached:
    """Somebody still to be won whom nobody chosen reaches; ``by`` could, if they were asked."""

    person: Someone
    by: Someone | None
    turns_to: int

    @property
    def why(self) -> str:
        """The reason in words."""
        if self.by:
            return f"{self.by.name} would reach them."
        if not self.turns_to:
            return "Turns to nobody we know of."
        return "Nobody they turn to, in one step or two, can be asked."


@dataclass(frozen=True)
class Change:
    """What one person makes of a choice: ``share`` of all there is to reach, 0 to 1.

    ``people`` are reached with them only, ``weaker`` are reached without them, but less strongly;
    ``groups`` have no way in without them.
    """

    person: Someone
    share: float
    people: tuple[Someone, ...]
    weaker: int
    groups: tuple[str, ...]


def reasons(heard: Heard) -> list[Reason]:
    """Return the reason for each of the chosen, in their order."""
    times = Counter(end for place in set(heard.chosen) for end in heard.reach.rows[place])
    return [_reason(heard, place, times) for place in heard.chosen]


def unreached(heard: Heard) -> list[Unreached]:
    """Return those still to be won who are not reached, the weightiest first."""
    reach, missed = heard.reach, set(heard.reach.wanted) - heard.reached
    could: dict[int, int] = {}
    for place in sorted(reach.candidates, key=reach.ranks.__getitem__):
        for end in reach.rows[place].keys() & missed:
            before = could.get(end)
            if before is None or reach.rows[place][end] > reach.rows[before][end]:
                could[end] = place
    turning = Counter(source for sources in reach.heard_by for source in sources)
    found = [
        Unreached(
            reach.people[place],
            reach.people[could[place]] if place in could else None,
            turning[place],
        )
        for place in missed
    ]
    return sorted(found, key=lambda each: (-each.person.weight, each.person.name))


def without(heard: Heard, place: int) -> Change:
    """Return what is lost if ``place``, one of the chosen, is taken out."""
    fewer = heard.reach.by(other for other in heard.chosen if other != place)
    return _change(heard, fewer, place)


def with_one_more(heard: Heard, place: int) -> Change:
    """Return what is won if ``place``, a candidate, is asked as well."""
    return _change(heard.reach.by((*heard.chosen, place)), heard, place)


def people(number: int) -> str:
    """Return ``number`` people in words."""
    return "1 person" if number == 1 else f"{number:,} people"


def listed(names: Iterable[str], most: int = NAMED) -> str:
    """Return the first ``most`` names as a list in a sentence, the rest counted."""
    found = list(names)
    rest = len(found) - most
    if rest > 1:
        found = [*found[:most], f"{rest:,} others"]
    return " and ".join(part for part in (", ".join(found[:-1]), found[-1]) if part)


def _reason(heard: Heard, place: int, times: Counter[int]) -> Reason:
    reach, through = heard.reach, heard.reach.between(place)
    reached = {end: _reached(reach, place, end, through[end]) for end in _in_order(reach, place)}
    only = tuple(each for end, each in reached.items() if times[end] == 1)
    groups = _groups_of_one(heard, place)
    return Reason(reach.people[place], tuple(reached.values()), only, groups)


def _in_order(reach: Reach, place: int) -> list[int]:
    """Return whom ``place`` reaches, most strongly first, then the weightiest, then by name."""
    row = reach.rows[place]
    ends = (end for end in row if end != place)
    return sorted(
        ends, key=lambda end: (-row[end], -reach.weights[end], reach.people[end].name, end)
    )


def _reached(reach: Reach, start: int, end: int, middle: int) -> Reached:
    through = None if middle == DIRECT else reach.people[middle]
    return Reached(reach.people[end], reach.rows[start][end] / WHOLE, through)


def _groups_of_one(heard: Heard, place: int) -> tuple[str, ...]:
    """Return the groups that of all the chosen only ``place`` opens."""
    reach = heard.reach
    others = 0
    for other in set(heard.chosen) - {place}:
        others |= reach.opened[other]
    alone = reach.opened[place] & ~others
    return tuple(name for name, bit in reach.groups.items() if bit & alone)


def _change(more: Heard, fewer: Heard, place: int) -> Change:
    people_ = more.reach.people
    lost = more.reached - fewer.reached
    weaker = sum(
        with_them > without_them > 0
        for with_them, without_them in zip(more.best, fewer.best, strict=True)
    )
    return Change(
        people_[place],
        more.strength - fewer.strength,
        tuple(sorted((people_[end] for end in lost), key=lambda each: (-each.weight, each.name))),
        weaker,
        tuple(sorted(more.groups - fewer.groups)),
    )


def _most(names: Counter[str]) -> Sequence[str]:
    """Return the names, the most frequent first, then by name."""
    return sorted(names, key=lambda name: (-names[name], name))
