"""Where the bars of the picture "habit by week" are drawn; places are per cent of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from changeprog.onboarding.habit import STEADY, Week

TOP, BOTTOM = 8.0, 86.0
START = 14.0
"""Where the first week's room begins: the scale is written left of it."""
FILLED = 0.6
"""The part of a week's room that its bar takes."""
LABELS = 6
"""Weeks that are named below it, at most."""
LINES = (0, 50, STEADY, 100)
"""Per cent at which a line goes across: nothing, half, what counts as steady, every time."""


@dataclass(frozen=True)
class Bar:
    """The bar of a week; one without ``share`` is an empty frame: too few people for a sum."""

    week: Week
    x: str
    y: str
    width: str
    height: str
    middle: str
    label: bool


@dataclass(frozen=True)
class Line:
    y: str
    percent: int
    is_steady: bool


@dataclass(frozen=True)
class Picture:
    bars: list[Bar]
    lines: list[Line]


def draw(weeks: Sequence[Week]) -> Picture:
    """Return the picture of ``weeks``, the oldest on the left; the scale is always 0 to 100."""
    room = (100 - START) / max(len(weeks), 1)
    every = ceil(len(weeks) / LABELS) or 1
    return Picture(
        bars=[_bar(week, place, room, place % every == 0) for place, week in enumerate(weeks)],
        lines=[Line(_place(upward(each)), each, each == STEADY) for each in LINES],
    )


def upward(percent: float) -> float:
    """Return the place of ``percent`` between the lower edge, for 0, and the upper one."""
    return BOTTOM - percent / 100 * (BOTTOM - TOP)


def _bar(week: Week, place: int, room: float, label: bool) -> Bar:
    middle = START + room * (place + 0.5)
    y = upward(week.share or 0)
    return Bar(
        week=week,
        x=_place(middle - room * FILLED / 2),
        y=_place(y),
        width=_place(room * FILLED),
        height=_place(BOTTOM - y),
        middle=_place(middle),
        label=label,
    )


def _place(number: float) -> str:
    return f"{number:.2f}%"
