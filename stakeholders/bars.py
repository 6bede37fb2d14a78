"""Support over time as a picture: for every function a row of bars, one a month.

A bar is as high as all people of the function of whom it was known where they stood, against the
most there were in any month, so that both the shares and the numbers can be seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from changeprog.direction.fit import shorten
from stakeholders.over_time import Course, Month, together
from stakeholders.support import Support

WIDTH, LEFT, RIGHT = 1_000, 180, 8
TOP, ROW, BAR, FOOT = 8, 128, 84, 30
NAME, NAME_ROOM = 13.0, 160.0
"""The size of a function's name, and how wide it may be."""
LEGIBLE = 13.0
"""How high a part of a bar has to be for its number to fit in."""


@dataclass(frozen=True)
class Piece:
    """The people on one step of support; ``label`` is their number where it fits."""

    support: Support
    count: int
    y: str
    height: str
    label: str
    label_y: str


@dataclass(frozen=True)
class Bar:
    """One month, and how many moved in it."""

    x: str
    width: str
    middle: str
    pieces: list[Piece]
    up: int
    down: int


@dataclass(frozen=True)
class Row:
    """One function."""

    name: str
    known: int
    y: str
    base: str
    bars: list[Bar]


@dataclass(frozen=True)
class Tick:
    """A month, and where it is written."""

    x: str
    label: str


@dataclass(frozen=True)
class Named:
    """A course under the name of its function."""

    name: str
    course: Course


@dataclass(frozen=True)
class Bars:
    """Everything the template draws."""

    rows: list[Row]
    ticks: list[Tick]
    height: int
    width: int = WIDTH
    left: int = LEFT


def draw(courses: Sequence[Named], shown: Sequence[date]) -> Bars:
    """Return the picture of ``courses``, all over the months ``shown``."""
    step = (WIDTH - LEFT - RIGHT) / max(len(shown), 1)
    rows = [_row(named, TOP + place * ROW, step) for place, named in enumerate(courses)]
    every = 1 + (len(shown) - 1) // 12
    ticks = [
        Tick(f"{LEFT + (place + 0.5) * step:.1f}", date_format(month, "M y"))
        for place, month in enumerate(shown)
        if place % every == 0
    ]
    return Bars(rows, ticks, TOP + len(courses) * ROW + FOOT)


def _row(named: Named, top: float, step: float) -> Row:
    months = named.course.months
    most = max((month.known for month in months), default=0)
    base = top + BAR
    bars = [
        _bar(month, LEFT + place * step, step, base, most) for place, month in enumerate(months)
    ]
    known = months[-1].known if months else 0
    name = shorten(named.name, NAME_ROOM, NAME)
    return Row(name, known, f"{top + 14:.1f}", f"{base:.1f}", bars)


def _bar(month: Month, x: float, step: float, base: float, most: int) -> Bar:
    gap = min(step * 0.18, 12)
    return Bar(
        x=f"{x + gap / 2:.1f}",
        width=f"{step - gap:.1f}",
        middle=f"{x + step / 2:.1f}",
        pieces=_pieces(month, base, most),
        up=month.up,
        down=month.down,
    )


def _pieces(month: Month, base: float, most: int) -> list[Piece]:
    """Return the pieces of a bar, those against at its foot."""
    found, y = [], base
    for support in Support:
        count = month.standing[support]
        if count <= 0:
            continue
        height = BAR * count / most
        y -= height
        found.append(
            Piece(
                support=support,
                count=count,
                y=f"{y:.1f}",
                height=f"{height:.1f}",
                label=str(count) if height >= LEGIBLE else "",
                label_y=f"{y + height / 2 + 4:.1f}",
            )
        )
    return found


def under_names(found: list[Course], names: Mapping[int, str]) -> list[Named]:
    """Return the courses under the ``names`` of their functions; together first if several."""
    everybody = together(found)
    several = [Named("Everybody", everybody)] if everybody and len(found) > 1 else []
    of_functions = [Named(names.get(each.function, "No function"), each) for each in found]
    return several + of_functions
