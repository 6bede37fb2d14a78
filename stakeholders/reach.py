"""How far the words of the people one asks would carry: reach over advice and trust, in two steps.

A tie says "``source`` turns to ``target``", so words travel the other way: from whoever is turned
to, to whoever turns to them. An ambassador is heard by those who turn to them (one step), and by
those who turn to these (two steps); further than that a message is no longer theirs.

How strongly somebody is reached is the strength of the best way there, 0 to 1: the product of the
strengths of its ties, times ``fade`` once the words are passed on. Several ambassadors reach
somebody as strongly as the best placed of them does: a second way that is weaker adds nothing, so
that no number flatters.

What a choice is worth is the sum over everybody who has still to be won of *weight x how strongly
they are reached*, and on top, once for each group in which at least one of them is reached, the
same amount for every group: the ``bonus``. Whoever is asked counts as reached, by being asked.
Each part is a maximum or a coverage, so the whole is monotone and submodular (more people never
reach less, and the later somebody is added the less they add), which is what the guarantee of
``choosing`` stands on.

Numbers are whole thousandths, so that sums do not depend on the order of people or ties.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stakeholders.order import ranks

WHOLE = 1000
"""Thousandths: the strength of a way on which nothing is lost, and one step of weight."""
FADE = 0.5
"""How much of a message is left once it has been passed on, unless a programme says otherwise.

What somebody says of their own work carries twice as far as what they were told by somebody: so
one person reached directly counts as much as two at second hand. Lower values look for many who
are heard first hand, higher ones for few with a wide echo.
"""
GROUPS = 1.0
"""How much the groups together weigh beside the people together; 0 to leave groups out."""
USUAL_INFLUENCE = 3
"""What counts for somebody whose influence nobody has put down: the middle of the scale."""
DIRECT = -1
"""In place of the person in between, where nobody is."""

Key = Hashable
"""What tells people apart: a primary key, or a name in a file."""


@dataclass(frozen=True)
class Someone:
    """A person as this rule sees them; ``weight`` is influence x gap, 0 if there is no gap."""

    key: Key
    name: str
    group: str = ""
    weight: int = 1
    eligible: bool = True
    asked: bool = False


@dataclass(frozen=True)
class Turning:
    """``source`` turns to ``target``; ``strength`` is above 0, at most 1."""

    source: Key
    target: Key
    strength: float = 1.0


@dataclass(frozen=True)
class Terms:
    """What can be set: ``fade`` 0 to 1, ``groups`` 0 or more (see the constants above)."""

    fade: float = FADE
    groups: float = GROUPS

    @property
    def left(self) -> int:
        """What is left after passing on, in thousandths."""
        return round(self.fade * WHOLE)


def weight(influence: int | None, gap: int | None) -> int:
    """Return what it is worth to reach somebody: influence (1 to 5) x gap, 0 without a gap."""
    return (influence or USUAL_INFLUENCE) * max(0, gap or 0)


Ways = dict[int, int]
"""By the place of who is reached: how strongly, in thousandths, 1 to 1,000."""


@dataclass(frozen=True, eq=False)
class Reach:
    """Who would be reached by whom. People are known by their place in ``people``."""

    people: Sequence[Someone]
    ties: Iterable[Turning]
    terms: Terms = field(default_factory=Terms)

    @cached_property
    def place(self) -> Mapping[Key, int]:
        """The place of everybody, by key."""
        return {someone.key: number for number, someone in enumerate(self.people)}

    @cached_property
    def heard_by(self) -> Sequence[Mapping[int, int]]:
        """For everybody: who turns to them, and how strongly; the strongest tie of a pair counts.

        Raises ``KeyError`` for a tie of somebody who is not among the people.
        """
        heard: list[dict[int, int]] = [{} for _ in self.people]
        for tie in self.ties:
            source, target = self.place[tie.source], self.place[tie.target]
            if source != target:
                strength = max(1, round(tie.strength * WHOLE))
                heard[target][source] = max(strength, heard[target].get(source, 0))
        return heard

    def ways(self, start: int) -> Ways:
        """Return everybody whom ``start`` reaches in one or two steps, but for themself."""
        found: Ways = dict(self.heard_by[start])
        for middle, strength in self.heard_by[start].items():
            left = strength * self.terms.left
            for end, last in self.heard_by[middle].items():
                way = left * last // WHOLE**2
                if way > found.get(end, 0):
                    found[end] = way
        found.pop(start, None)
        return found

    def between(self, start: int) -> Mapping[int, int]:
        """Return through whom ``start`` reaches each person best, ``DIRECT`` without anybody.

        Of ways that are as good the direct one counts, then the one whose first step is stronger.
        """
        heard = self.heard_by
        best = dict(heard[start])
        through = dict.fromkeys(best, DIRECT)
        steps = sorted(best.items(), key=lambda step: (-step[1], self.people[step[0]].name))
        for middle, strength in steps:
            left = strength * self.terms.left
            for end, last in heard[middle].items():
                way = left * last // WHOLE**2
                if way > best.get(end, 0):
                    best[end], through[end] = way, middle
        return through

    @cached_property
    def asked(self) -> tuple[int, ...]:
        """Those who were asked already: they count as chosen."""
        return tuple(place for place, someone in enumerate(self.people) if someone.asked)

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """Those who could be asked: eligible, not asked, and somebody to be won would hear them."""
        return tuple(place for place in self.rows if not self.people[place].asked)

    @cached_property
    def rows(self) -> Mapping[int, Ways]:
        """For each candidate and everybody asked: whom they add, and how strongly.

        Those are the people still to be won whom they reach, and they themself; but for a candidate
        whom nobody else could reach: people are not asked for their own sake.
        """
        asked = {place for place in self.asked if self.weights[place]}
        for place in self._others.keys() & (self.reachable | asked):
            self._others[place][place] = WHOLE
        return self._others

    @cached_property
    def _others(self) -> dict[int, Ways]:
        found = {}
        for place, someone in enumerate(self.people):
            if someone.eligible or someone.asked:
                row = {end: way for end, way in self.ways(place).items() if self.weights[end]}
                if row or someone.asked:
                    found[place] = row
        return found

    @cached_property
    def reachable(self) -> frozenset[int]:
        """Those still to be won whom at least one candidate, or somebody asked, reaches."""
        return frozenset().union(*self._others.values())

    @cached_property
    def weights(self) -> Sequence[int]:
        """What it is worth to reach each person."""
        return [someone.weight for someone in self.people]

    @cached_property
    def wanted(self) -> tuple[int, ...]:
        """Everybody who has still to be won."""
        return tuple(place for place, someone in enumerate(self.people) if someone.weight > 0)

    @cached_property
    def groups(self) -> Mapping[str, int]:
        """The groups with somebody still to be won, each with a bit of its own."""
        names = {self.people[place].group for place in self.wanted} - {""}
        return {name: 1 << number for number, name in enumerate(sorted(names))}

    @cached_property
    def bonus(self) -> int:
        """What it is worth to have a way into a group: the same for each of them."""
        whole = sum(self.weights) * WHOLE
        return round(whole * self.terms.groups / len(self.groups)) if self.groups else 0

    @cached_property
    def opened(self) -> Mapping[int, int]:
        """For each row: the bits of the groups in which it reaches somebody."""
        bits = [self.groups.get(someone.group, 0) for someone in self.people]
        found: dict[int, int] = defaultdict(int)
        for start, row in self.rows.items():
            for bit in {bits[end] for end in row}:
                found[start] |= bit
        return found

    @cached_property
    def ranks(self) -> Sequence[int]:
        """In which order people come who add the same: the lowest first."""
        return ranks(self)

    def empty(self) -> "Heard":
        """Return what is reached before anybody new is asked: by those who were asked already."""
        heard = Heard(self)
        for place in self.asked:
            heard.add(place)
        return heard

    def by(self, chosen: Iterable[int]) -> "Heard":
        """Return what exactly ``chosen`` reach, whoever was asked already."""
        heard = Heard(self)
        for place in chosen:
            heard.add(place)
        return heard


class Heard:
    """What a growing choice of people reaches; ``best``: how strongly each person is reached."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.chosen: list[int] = []
        self.best = [0] * len(reach.people)
        self.open = 0
        self.worth = 0

    def gain(self, start: int) -> int:
        """Return what ``start`` would add to ``worth``, 0 or more, in thousandths."""
        weights, best = self.reach.weights, self.best
        added = sum(
            [
                weights[end] * (way - best[end])
                for end, way in self.reach.rows[start].items()
                if way > best[end]
            ]
        )
        newly = self.reach.opened[start] & ~self.open
        return added + self.reach.bonus * newly.bit_count()

    def add(self, start: int) -> int:
        """Choose ``start`` as well, and return what that added."""
        added = self.gain(start)
        for end, way in self.reach.rows[start].items():
            self.best[end] = max(way, self.best[end])
        self.open |= self.reach.opened[start]
        self.chosen.append(start)
        self.worth += added
        return added

    @property
    def reached(self) -> frozenset[int]:
        """Those still to be won who are reached, or were asked themselves."""
        return frozenset(place for place, way in enumerate(self.best) if way)

    @property
    def strength(self) -> float:
        """How much of what there is to reach is reached, 0 to 1: groups left aside."""
        weights = self.reach.weights
        part = sum(weight * way for weight, way in zip(weights, self.best, strict=True))
        return part / (sum(weights) * WHOLE) if any(weights) else 0.0

    @property
    def groups(self) -> frozenset[str]:
        """The groups with a way in."""
        return frozenset(name for name, bit in self.reach.groups.items() if bit & self.open)

    @property
    def groups_without(self) -> frozenset[str]:
        """The groups with somebody to be won and no way in."""
        return frozenset(self.reach.groups) - self.groups
