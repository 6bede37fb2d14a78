"""What an anonymous round may show by function, so that it singles out nobody.

Everybody sees how many of all stand at each level, and who has answered. So a breakdown by
function must not let anyone infer that just one or two people of a function stand at some level,
neither from what it shows nor from the totals less what it shows. Two means:

- Functions in which fewer than three answered are taken together, with one more if need be.
- Levels are taken together in bands, until each group has nobody or at least three in each band,
  and until no level within a band is pinned down. What can be inferred of the cells of a table from
  its margins are the bounds of Fréchet: a cell is at least row + column - all, and at most the
  smaller of both; between them every number is possible.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from workshops.gradients import BEST, WORST, spread

FEWEST = 3
"""People that anything shown has to stand for."""

Band = tuple[int, int]
"""The first and the last of some neighbouring levels."""
Told = tuple[int, int]
"""A function, 0 for none, and the level at which somebody in it stands."""
Groups = Sequence[tuple[tuple[int, ...], dict[int, int]]]
"""The functions taken together, with how many of them stand at each level."""


@dataclass(frozen=True)
class Group:
    """Some functions taken together, with how many of them stand in each band."""

    functions: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many people it stands for."""
        return sum(self.counts)


@dataclass(frozen=True)
class Breakdown:
    """How many people of which functions stand in which bands of levels."""

    bands: tuple[Band, ...]
    groups: tuple[Group, ...]

    @property
    def says_something(self) -> bool:
        """Whether it tells more than everybody knows: who has answered, and all levels."""
        return len(self.bands) > 1 and len(self.groups) > 1

    @property
    def is_worth_showing(self) -> bool:
        """Whether people stand in more than one band, so that groups can differ at all."""
        occupied = [
            cells
            for cells in zip(*(each.counts for each in self.groups), strict=True)
            if any(cells)
        ]
        return len(self.groups) > 1 and len(occupied) > 1

    def is_cut_after(self, level: int) -> bool:
        """Whether it tells who stands at ``level`` or better from who does not."""
        return any(last == level for _, last in self.bands)

    def at_or_better(self, group: Group, level: int) -> int:
        """Return how many of ``group`` stand at ``level`` or better; the bands are cut there."""
        cells = zip(self.bands, group.counts, strict=True)
        return sum(count for (_, last), count in cells if last <= level)

    def to_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads."""
        groups = [[list(group.functions), list(group.counts)] for group in self.groups]
        return {"bands": [list(band) for band in self.bands], "groups": groups}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Breakdown":
        """Return the breakdown that ``to_json`` kept."""
        return cls(
            tuple((first, last) for first, last in kept["bands"]),
            tuple(Group(tuple(names), tuple(counts)) for names, counts in kept["groups"]),
        )


def in_full(told: Iterable[Told]) -> Breakdown:
    """Return every function at every level, as a named round shows it."""
    bands = tuple((level, level) for level in range(BEST, WORST + 1))
    return _counted([((name,), counts) for name, counts in _by_function(told).items()], bands)


def safe(told: Sequence[Told], level: int) -> Breakdown:
    """Return the finest breakdown that singles out fewer than three people nowhere.

    One that is cut after ``level``, up to which people agree, is preferred to a finer one.
    """
    groups = _merged(_by_function(told))
    taken = {stand for _, stand in told}
    shown = (_counted(groups, bands) for bands in _bandings(level, taken))
    return next(each for each in shown if _is_safe(groups, each))


def _by_function(told: Iterable[Told]) -> dict[int, dict[int, int]]:
    pairs = Counter(told)
    functions = sorted({function for function, _ in pairs})
    return {name: spread(_levels(pairs, name)) for name in functions}


def _levels(pairs: Counter[Told], name: int) -> Iterator[int]:
    return (level for function, level in pairs.elements() if function == name)


def _merged(by_function: dict[int, dict[int, int]]) -> Groups:
    """Take the small functions together, and the smallest of the others if they are still few."""
    sizes = {name: sum(counts.values()) for name, counts in by_function.items()}
    rest = [name for name in sizes if sizes[name] < FEWEST]
    alone = sorted(sizes.keys() - set(rest), key=lambda name: (sizes[name], name))
    if rest and alone and sum(sizes[name] for name in rest) < FEWEST:
        rest.append(alone.pop(0))
    groups = [(name,) for name in sorted(alone)] + ([tuple(sorted(rest))] if rest else [])
    return [(names, _sum(by_function[name] for name in names)) for names in groups]


def _sum(counts: Iterable[dict[int, int]]) -> dict[int, int]:
    rows = list(counts)
    return {level: sum(row[level] for row in rows) for level in range(BEST, WORST + 1)}


def _bandings(level: int, taken: Collection[int]) -> list[tuple[Band, ...]]:
    """Return every way to cut the levels into bands; those to be preferred come first.

    What counts is in how many bands somebody stands, at one of the levels ``taken``.
    """
    between = range(BEST, WORST)
    cuts = [cut for many in range(len(between) + 1) for cut in combinations(between, many)]
    cuts.sort(key=lambda cut: (level not in cut, -_occupied(cut, taken), len(cut)))
    return [
        tuple(zip((BEST, *(last + 1 for last in cut)), (*cut, WORST), strict=True)) for cut in cuts
    ]


def _occupied(cut: Sequence[int], taken: Collection[int]) -> int:
    return len({bisect_left(cut, stand) for stand in taken})


def _counted(groups: Groups, bands: tuple[Band, ...]) -> Breakdown:
    rows = [
        Group(names, tuple(_between(counts, band) for band in bands)) for names, counts in groups
    ]
    return Breakdown(bands, tuple(rows))


def _between(counts: dict[int, int], band: Band) -> int:
    first, last = band
    return sum(counts[level] for level in range(first, last + 1))


def _is_safe(groups: Groups, shown: Breakdown) -> bool:
    if not shown.says_something:
        return len(shown.bands) == 1
    everybody = _sum(counts for _, counts in groups)
    return all(
        _is_safe_band([group.counts[place] for group in shown.groups], everybody, band)
        for place, band in enumerate(shown.bands)
    )


def _is_safe_band(rows: Sequence[int], everybody: dict[int, int], band: Band) -> bool:
    """Whether neither a group in the band nor a group at one of its levels is one or two people."""
    if any(0 < row < FEWEST for row in rows):
        return False
    columns = [everybody[level] for level in range(band[0], band[1] + 1)]
    return not any(_pins_down(row, column, sum(rows)) for row in rows for column in columns)


def _pins_down(row: int, column: int, everybody: int) -> bool:
    """Whether the margins tell that a cell holds one or two people."""
    return row + column - everybody >= 1 and min(row, column) < FEWEST
