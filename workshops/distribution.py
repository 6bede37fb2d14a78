"""The picture of a revealed round: how many stand where, of all and by function."""

from collections.abc import Mapping
from dataclasses import dataclass

from workshops.disclosure import Band, Breakdown, Group
from workshops.gradients import Gradient, Scale, gradient
from workshops.movement import title
from workshops.outcomes import Outcome

WIDE = 100
"""Units across a picture."""


@dataclass(frozen=True)
class Bar:
    """One level, with how many stand there; the longest bar is ``WIDE``."""

    gradient: Gradient
    count: int
    width: float


@dataclass(frozen=True)
class Segment:
    """A stretch of a function's bar: a band of levels, coloured as its middle."""

    label: str
    level: int
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class Row:
    """One function, or some taken together, as a bar of segments."""

    name: str
    size: int
    segments: list[Segment]
    agreeing: int | None
    """How many stand at the rule's level or better, where that may be told."""

    @property
    def words(self) -> str:
        """Say what the bar shows."""
        return ", ".join(f"{part.count} at {part.label}" for part in self.segments)


def bars(outcome: Outcome, scale: Scale) -> list[Bar]:
    """Return a bar for each level that could be chosen."""
    most = max(outcome.levels.values())
    return [
        Bar(gradient(level), count, round(WIDE * count / most, 2))
        for level, count in outcome.levels.items()
        if level in scale.levels or count
    ]


def rows(outcome: Outcome, level: int) -> list[Row]:
    """Return a row for each group of functions; none where a breakdown would tell too much."""
    shown = outcome.breakdown
    if not shown.is_worth_showing:
        return []
    return [_row(shown, group, outcome.names, level) for group in shown.groups]


def _row(shown: Breakdown, group: Group, names: Mapping[int, str], level: int) -> Row:
    cut = shown.is_cut_after(level)
    return Row(
        name=title(names, group.functions),
        size=group.size,
        segments=_segments(shown.bands, group),
        agreeing=shown.at_or_better(group, level) if cut else None,
    )


def _segments(bands: tuple[Band, ...], group: Group) -> list[Segment]:
    made: list[Segment] = []
    start = 0.0
    for (first, last), count in zip(bands, group.counts, strict=True):
        if count:
            width = WIDE * count / group.size
            label = str(first) if first == last else f"{first} to {last}"
            made.append(
                Segment(label, (first + last) // 2, count, round(start, 2), round(width, 2))
            )
            start += width
    return made
