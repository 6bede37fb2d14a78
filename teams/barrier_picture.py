"""Where the bars and the line of a picture of weeks are drawn; places are per cent of it.

Bars and line share one scale that begins at nothing, so that one can be held against the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

LEFT, RIGHT = 0.0, 100.0
TOP, BOTTOM = 6.0, 88.0
FILLED = 0.6
"""The part of a week's room that its bar takes."""
STEPS = (1, 2, 5)
TICKS = 4
"""Lines across the picture, at most, besides the one at nothing."""
LABELS = 6
"""Weeks that are named below it, at most."""


@dataclass(frozen=True)
class Row:
    """One week: how high its bar is, and where its line is; ``None`` leaves one of them out."""

    first: date
    bar: int | None
    line: float | None


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True)
class Tick:
    y: str
    value: int


@dataclass(frozen=True)
class Label:
    x: str
    day: date
    anchor: str


@dataclass(frozen=True)
class Picture:
    """``lines`` are the corners of each unbroken stretch, as SVG writes them."""

    bars: list[Bar]
    lines: list[str]
    end: Point | None
    """Where the line is in the last week, if it is there at all."""
    ticks: list[Tick]
    labels: list[Label]


def draw(rows: Sequence[Row]) -> Picture:
    """Return the picture of ``rows``, the oldest on the left."""
    top = highest(rows)
    room = (RIGHT - LEFT) / max(len(rows), 1)
    middles = [LEFT + room * (place + 0.5) for place in range(len(rows))]
    points = [
        None if row.line is None else (x, upward(row.line, top))
        for x, row in zip(middles, rows, strict=True)
    ]
    last = points[-1] if points else None
    return Picture(
        bars=[_bar(x, row.bar, room, top) for x, row in zip(middles, rows, strict=True) if row.bar],
        lines=[" ".join(f"{x:.2f},{y:.2f}" for x, y in part) for part in _unbroken(points)],
        end=Point(*map(_place, last)) if last else None,
        ticks=[Tick(_place(upward(value, top)), value) for value in scale(top)],
        labels=_labels(rows, middles),
    )


def highest(rows: Sequence[Row]) -> float:
    """Return the value at the upper edge: at least 1, and nothing is above it."""
    values = [value for row in rows for value in (row.bar, row.line) if value is not None]
    return max(1.0, *map(float, values)) if values else 1.0


def upward(value: float, top: float) -> float:
    """Return the place of ``value`` between the lower edge, for 0, and the upper one."""
    return BOTTOM - value / top * (BOTTOM - TOP)


def scale(top: float) -> list[int]:
    """Return round whole numbers from 0 up to ``top``, at most ``TICKS`` above 0, evenly apart."""
    power = 1
    while True:
        for step in STEPS:
            if top / (step * power) <= TICKS:
                return list(range(0, int(top) + 1, step * power))
        power *= 10


def _bar(middle: float, value: int, room: float, top: float) -> Bar:
    y, width = upward(value, top), room * FILLED
    return Bar(_place(middle - width / 2), _place(y), _place(width), _place(BOTTOM - y))


def _unbroken(
    points: Sequence[tuple[float, float] | None],
) -> list[list[tuple[float, float]]]:
    """Return the stretches of weeks in which there is a line, each at least two weeks long."""
    parts: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if len(part) > 1]


def _labels(rows: Sequence[Row], middles: Sequence[float]) -> list[Label]:
    every = ceil(len(rows) / LABELS) if rows else 1
    return [
        Label(_place(middles[place]), rows[place].first, _anchor(place, len(rows)))
        for place in range(0, len(rows), every)
    ]


def _anchor(place: int, count: int) -> str:
    """Return which end of a word stands at its week, so that it stays inside the picture."""
    if count > 1 and place == 0:
        return "start"
    return "end" if count > 1 and place == count - 1 else "middle"


def _place(number: float) -> str:
    return f"{number:.2f}%"
