"""How support has moved over time, as a picture: one step a move, up to today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stakeholders.support import LEAST, MOST, Support

WIDTH, HEIGHT = 320, 132
LEFT, RIGHT, TOP, BOTTOM = 88, 10, 12, 12
"""The margins; the words of the steps stand in the left one."""


@dataclass(frozen=True)
class Move:
    """Support came to be ``level`` at a moment."""

    at: datetime
    level: int


@dataclass(frozen=True)
class Dot:
    """Where a move is in the picture, and at which step."""

    x: float
    y: float
    level: int


@dataclass(frozen=True)
class Line:
    """One step of support: its word and its height."""

    y: float
    level: int
    word: str


@dataclass(frozen=True)
class Picture:
    """The steps as lines, the moves as dots, and the path that joins them up to today."""

    dots: list[Dot]
    path: str
    lines: list[Line]
    needed: float | None
    """The height of the support that is needed."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def draw(moves: Sequence[Move], needed: int | None, today: datetime) -> Picture | None:
    """Return the picture of ``moves``, the oldest first; none while nothing has moved."""
    if len(moves) < 2:  # noqa: PLR2004 -- one is a place, not a way
        return None
    dots = [Dot(_x(move.at, moves[0].at, today), _y(move.level), move.level) for move in moves]
    return Picture(
        dots=dots,
        path=_path(dots),
        lines=[Line(_y(step), step.value, step.label) for step in reversed(Support)],
        needed=_y(needed) if needed else None,
    )


def _x(at: datetime, first: datetime, today: datetime) -> float:
    whole = (today - first).total_seconds() or 1
    share = min(1.0, max(0.0, (at - first).total_seconds() / whole))
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(level: int) -> float:
    share = (MOST - level) / (MOST - LEAST)
    return round(TOP + share * (HEIGHT - TOP - BOTTOM), 1)


def _path(dots: Sequence[Dot]) -> str:
    start = f"M{dots[0].x} {dots[0].y}"
    steps = [f"H{dot.x}V{dot.y}" for dot in dots[1:]]
    return "".join([start, *steps, f"H{WIDTH - RIGHT}"])
