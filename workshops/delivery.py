"""Whether positions deliver: how promises were kept, by the step people took and by function.

How a promise stands is told in confidence, and who stood where and promised what is known. So what
is shown must not tell of one or two people whose answers the reader does not know, neither by
itself nor by taking one number from another, those shown elsewhere included:

- Workshops and functions with too few are taken together, and steps with their neighbours; those
  whose step nobody knows stand beside those who abstained.
- If the parts still told of too few, fewer of them are shown (``workshops.subtraction``).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations, pairwise
from typing import TypeVar

from workshops.disclosure import FEWEST
from workshops.gradients import gradient
from workshops.subtraction import tells_of_few

WILL_SUPPORT = 6
"""The step "Don't like it, will support it"."""
STANDS_BEHIND = frozenset({1, 2, 3})
"""The steps that are behind it."""
UNKNOWN = 0
"""Instead of a step, where nobody knows it: no round, an anonymous one, or no answer in it."""
BESIDE = 4.5
"""Where among the steps those stand of whom none is known: beside those who abstained."""
TRIED = 20
"""How many ways to take steps together are tried before there is none by step."""


class Standing(Enum):
    """How a promise stands whose day has come; the value is its word."""

    KEPT = "Kept"
    LATE = "Late"
    IN_TROUBLE = "In trouble"
    GIVEN_UP = "Given up"

    @property
    def tone(self) -> str:
        """Its colour, which never stands alone."""
        return TONES[self]


TONES = {
    Standing.KEPT: "is-good",
    Standing.LATE: "is-warn",
    Standing.IN_TROUBLE: "is-accent",
    Standing.GIVEN_UP: "is-bad",
}


@dataclass(frozen=True)
class Promise:
    """One promise whose day has come: ``level`` and ``function`` are 0 where nobody knows them.

    ``known`` says that the reader may know how it stands, with the name.
    """

    level: int
    function: int
    workshop: int
    standing: Standing
    known: bool = False


Key = TypeVar("Key", bound=Hashable)
Group = tuple[int, ...]
"""What was taken together: steps, or functions; 0 is none known."""
Way = tuple[dict[Group, list[Promise]], dict[Group, list[Promise]]]
"""What could be shown by step, and by function."""


@dataclass(frozen=True)
class Row:
    """Some promises that are counted together, by how they stand."""

    group: Group
    counts: Mapping[Standing, int]

    @property
    def of(self) -> int:
        """How many they are."""
        return sum(self.counts.values())

    @property
    def kept(self) -> int:
        return self.counts[Standing.KEPT]

    @property
    def per_cent(self) -> int:
        """The share of those kept, rounded to a whole number."""
        return round(100 * self.kept / self.of) if self.of else 0


@dataclass(frozen=True)
class Delivery:
    """What may be shown; ``total`` is missing where they are too few to show anything.

    Without ``steps`` or ``functions`` these would tell of too few. ``left_out`` were too few to be
    counted anywhere; ``workshops`` are those of which their own page tells.
    """

    total: Row | None = None
    steps: tuple[Row, ...] = ()
    functions: tuple[Row, ...] = ()
    workshops: tuple[Row, ...] = ()
    left_out: int = 0


def deliver(promises: Sequence[Promise]) -> Delivery:
    """Return what may be shown of ``promises``, as finely as it may be."""
    workshops = by_workshop(promises)
    counted = [each for group in workshops.values() for each in group]
    if not counted:
        return Delivery(left_out=len(promises))
    of_their_own = _of_their_own(workshops)
    steps, functions = _finest(counted, of_their_own)
    return Delivery(
        total=row_of((), counted),
        steps=_compared(steps),
        functions=_compared(functions),
        workshops=_rows(of_their_own),
        left_out=len(promises) - len(counted),
    )


def counted_places(promises: Sequence[Promise]) -> set[int]:
    """Return the places in ``promises`` of those that are not too few to be counted."""
    counted = {id(each) for group in by_workshop(promises).values() for each in group}
    return {place for place, each in enumerate(promises) if id(each) in counted}


def may_add(promises: Sequence[Promise], places: Iterable[int], *, delivered: bool) -> bool:
    """Whether a reader may be told a number of the promises at ``places``, too.

    ``promises`` are all, as the reader knows them; ``delivered`` says that the reader is also shown
    what ``deliver`` makes of them.
    """
    more = [promises[place] for place in places]
    shown = _shown(promises) if delivered else []
    return _tells_nothing([*shown, more])


def _shown(promises: Sequence[Promise]) -> list[list[Promise]]:
    """Return every group of which ``deliver`` tells."""
    workshops = by_workshop(promises)
    counted = [each for group in workshops.values() for each in group]
    own = _of_their_own(workshops)
    steps, functions = _finest(counted, own)
    return [counted, *own.values(), *steps.values(), *functions.values()]


def _of_their_own(workshops: Mapping[Group, list[Promise]]) -> dict[Group, list[Promise]]:
    """Return the workshops that were not taken together with others."""
    return dict(item for item in workshops.items() if len(item[0]) == 1)


def _finest(counted: Sequence[Promise], own: Mapping[Group, list[Promise]]) -> Way:
    """Return the steps and functions to show that tell of nobody beside ``own`` workshops."""
    return next(
        way
        for way in _ways(counted)
        if _tells_nothing([counted, *own.values(), *way[0].values(), *way[1].values()])
    )


def by_workshop(promises: Sequence[Promise]) -> dict[Group, list[Promise]]:
    """Return promises by workshop, those with too few taken together, or left out as too few."""
    groups = _by(promises, "workshop")
    small = tuple(name for name in groups if _is_few(groups[name]))
    taken: dict[Group, list[Promise]] = {
        (name,): group for name, group in groups.items() if name not in small
    }
    together = [each for name in small for each in groups[name]]
    if len(small) > 1 and not _is_few(together):
        taken[small] = together
    return taken


def banded(promises: Sequence[Promise]) -> Iterator[dict[Group, list[Promise]]]:
    """Yield the ways to take steps together that leave no band with too few, the best first.

    "Don't like it, will support it" alone goes before all, then a line behind those who support it,
    then as many bands as possible.
    """
    by_level = _by(promises, "level")
    for bands in _bandings(tuple(sorted(by_level, key=lambda level: level or BESIDE))):
        taken = {band: [each for level in band for each in by_level[level]] for band in bands}
        if not any(_is_few(group) for group in taken.values()):
            yield taken


def by_function(promises: Sequence[Promise]) -> dict[Group, list[Promise]]:
    """Return promises by function, those with too few taken together, with one more if need be."""
    groups = _by(promises, "function")
    small = [name for name in groups if _is_few(groups[name])]
    large = sorted(groups.keys() - set(small), key=lambda name: (len(groups[name]), name))
    while small and large and _is_few([each for name in small for each in groups[name]]):
        small.append(large.pop(0))
    taken: dict[Group, list[Promise]] = {(name,): groups[name] for name in sorted(large)}
    if small:
        taken[tuple(sorted(small))] = [each for name in small for each in groups[name]]
    return taken


def _ways(promises: Sequence[Promise]) -> Iterator[Way]:
    """Yield what could be shown, the finest first; at last nothing but the total."""
    functions = by_function(promises)
    bandings = [bands for bands in banded(promises) if len(bands) > 1][:TRIED]
    yield from ((steps, functions) for steps in bandings)
    yield from ((steps, {}) for steps in bandings)
    yield {}, functions
    yield {}, {}


def _bandings(levels: tuple[int, ...]) -> list[tuple[Group, ...]]:
    """Return every way to cut ``levels`` into bands of neighbours, the best first."""
    places = range(1, len(levels))
    cuts = [cut for many in range(len(levels)) for cut in combinations(places, many)]
    ways = [
        tuple(levels[first:last] for first, last in pairwise((0, *cut, len(levels))))
        for cut in cuts
    ]
    return sorted(ways, key=_worth, reverse=True)


def _worth(bands: Sequence[Group]) -> tuple[bool, bool, int]:
    """Return by what ways to cut are compared, the best being the highest."""
    alone = (WILL_SUPPORT,) in bands
    return alone, not any(_crosses(band) for band in bands), len(bands)


def _crosses(band: Group) -> bool:
    """Whether only some of its steps are behind it."""
    return 0 < len(STANDS_BEHIND & set(band)) < len(band)


def _by(promises: Iterable[Promise], field: str) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = defaultdict(list)
    for each in promises:
        found[getattr(each, field)].append(each)
    return found


def _is_few(promises: Iterable[Promise]) -> bool:
    """Whether one or two of them are not known to the reader."""
    return 0 < sum(not each.known for each in promises) < FEWEST


def _tells_nothing(groups: Iterable[Sequence[Promise]]) -> bool:
    """Whether ``groups`` together tell of no one or two whose promise the reader does not know."""
    return not tells_of_few([[id(each) for each in group if not each.known] for group in groups])


def _compared(groups: Mapping[Group, Sequence[Promise]]) -> tuple[Row, ...]:
    """Return a row for each group, or none where there is nothing to compare."""
    return _rows(groups) if len(groups) > 1 else ()


def _rows(groups: Mapping[Group, Sequence[Promise]]) -> tuple[Row, ...]:
    return tuple(row_of(name, group) for name, group in groups.items())


def row_of(name: Group, promises: Iterable[Promise]) -> Row:
    """Count ``promises`` together."""
    counts = Counter(each.standing for each in promises)
    return Row(name, {standing: counts[standing] for standing in Standing})


def step_words(group: Group) -> str:
    """Name the steps taken together."""
    known = [level for level in group if level != UNKNOWN]
    if not known:
        return "Nobody knows where they stood"
    words = str(gradient(known[0])) if len(known) == 1 else f"{known[0]} to {known[-1]}"
    return f"{words}, or not known" if UNKNOWN in group else words


def behind(rows: Iterable[Row]) -> Row | None:
    """Return those who were behind it together, if the rows tell of them."""
    known = list(rows)
    ours = [row for row in known if STANDS_BEHIND.issuperset(row.group)]
    if not ours or any(_crosses(row.group) for row in known):
        return None
    counts = {each: sum(row.counts[each] for row in ours) for each in Standing}
    return Row(tuple(level for row in ours for level in row.group), counts)


def will_support(rows: Iterable[Row]) -> Row | None:
    """Return those who did not like it and said they will support it, if the rows tell of them."""
    return next((row for row in rows if row.group == (WILL_SUPPORT,)), None)
