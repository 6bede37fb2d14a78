"""The picture of an objective: its readings beside the straight path from baseline to target.

Places are percentages of the picture's width and height, so that it fits any page without its
words growing or shrinking with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from changeprog.direction.models import Objective, Reading

LEFT, RIGHT = 3, 97
TOP, BOTTOM = 12, 84
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
TICKS = 5
MARGIN = 8
CROWDED = Decimal(7)
"""Ticks closer than this to baseline or target, in per cent of the height, would cover a word."""


@dataclass(frozen=True)
class Scale:
    """Maps ``low`` to ``high`` onto a stretch of the picture, in per cent."""

    low: Decimal
    high: Decimal
    start: int
    end: int

    def at(self, value: Decimal) -> Decimal:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True)
class Tick:
    y: str
    value: Decimal


@dataclass(frozen=True)
class Picture:
    """Everything the template draws; ``lines`` join one reading to the next."""

    points: list[Point]
    lines: list[tuple[Point, Point]]
    start: Point
    end: Point
    today: str
    today_anchor: str
    """Which end of the word "today" stands at its line."""
    falls: bool
    ticks: list[Tick]


def draw(objective: Objective, readings: Sequence[Reading], today: date) -> Picture:
    """Return the picture of ``objective`` with ``readings`` in the order of their days."""
    across = _scale_of_days(objective, readings, today)
    upward = _scale_of_values(objective, readings)
    points = [_point(across, upward, reading.on, reading.value) for reading in readings]
    return Picture(
        points=points,
        lines=list(pairwise(points)),
        start=_point(across, upward, objective.baseline_on, objective.baseline),
        end=_point(across, upward, objective.due, objective.target),
        today=_place(across.at(_number(today))),
        today_anchor=_anchor(across.at(_number(today))),
        falls=objective.target < objective.baseline,
        ticks=_ticks(upward, [objective.baseline, objective.target]),
    )


def _scale_of_days(objective: Objective, readings: Sequence[Reading], today: date) -> Scale:
    days = [objective.baseline_on, objective.due, today, *(reading.on for reading in readings)]
    return Scale(_number(min(days)), _number(max(days)), LEFT, RIGHT)


def _scale_of_values(objective: Objective, readings: Sequence[Reading]) -> Scale:
    values = [objective.baseline, objective.target, *(reading.value for reading in readings)]
    return Scale(min(values), max(values), BOTTOM, TOP)


def _ticks(scale: Scale, taken: list[Decimal]) -> list[Tick]:
    """Return round values within the scale that leave room for the words at ``taken``."""
    step = _round_step(scale.high - scale.low)
    first = (scale.low / step).to_integral_value(rounding="ROUND_CEILING") * step
    values = [first + step * n for n in range(2 * TICKS) if first + step * n <= scale.high]
    roomy = [v for v in values if all(abs(scale.at(v) - scale.at(t)) > CROWDED for t in taken)]
    return [Tick(_place(scale.at(value)), value) for value in roomy]


def _round_step(span: Decimal) -> Decimal:
    """Return 1, 2, 5 or 10 times a power of ten, so that about ``TICKS`` steps make up ``span``."""
    rough = span / TICKS
    power = Decimal(10) ** rough.adjusted()
    return next(power * step for step in STEPS if power * step >= rough)


def _point(across: Scale, upward: Scale, on: date, value: Decimal) -> Point:
    return Point(_place(across.at(_number(on))), _place(upward.at(value)))


def _number(day: date) -> Decimal:
    return Decimal(day.toordinal())


def _anchor(percent: Decimal) -> str:
    """Return the end at which a word stays within the picture."""
    if percent < LEFT + MARGIN:
        return "start"
    return "end" if percent > RIGHT - MARGIN else "middle"


def _place(percent: Decimal) -> str:
    return f"{percent:.2f}%"
