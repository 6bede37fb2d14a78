"""The picture of an objective: readings, the straight path, the band, and where it leads.

Places are percentages of the picture's width and height, so that it fits any page without its
words growing or shrinking with it. Lines of many points are written for a viewport of 100 by 100.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from changeprog.direction.forecast import Estimate
from changeprog.direction.models import Objective, Reading

LEFT, RIGHT = 3, 97
TOP, BOTTOM = 12, 84
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
TICKS = 5
MARGIN = 8
DOTS = 60
"""As many readings have a dot each; of more, only the last."""
ROOM = Decimal("0.5")
"""How much further than the rest, in parts of its height, an unsure forecast may reach."""
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
class Ahead:
    """The forecast: its likely line, and the corners of what surrounds it."""

    line: str
    around: str


@dataclass(frozen=True)
class Picture:
    """Everything the template draws; ``line`` joins one reading to the next."""

    dots: list[Point]
    line: str
    start: Point
    end: Point
    today: str
    today_anchor: str
    """Which end of the word "today" stands at its line."""
    falls: bool
    ticks: list[Tick]
    band: tuple[str, str] | None
    """Where the band begins, from above, and how high it is."""
    ahead: Ahead | None


@dataclass(frozen=True)
class Sheet:
    """The paper that is drawn on: days go across, values up."""

    across: Scale
    upward: Scale

    def point(self, on: date, value: Decimal) -> Point:
        return Point(_place(self.across.at(_number(on))), _place(self.upward.at(value)))

    def line(self, places: Iterable[tuple[date, Decimal]]) -> str:
        """Return places as SVG writes the corners of a line."""
        return " ".join(
            f"{self.across.at(_number(on)):.2f},{self.upward.at(value):.2f}" for on, value in places
        )


def draw(
    objective: Objective,
    readings: Sequence[Reading],
    today: date,
    estimates: Sequence[Estimate] = (),
) -> Picture:
    """Return the picture of ``objective``; ``readings`` and ``estimates`` are by day."""
    sheet = Sheet(
        _scale_of_days(objective, readings, today, estimates),
        _scale_of_values(objective, readings, estimates),
    )
    now = sheet.across.at(_number(today))
    shown = readings if len(readings) <= DOTS else readings[-1:]
    return Picture(
        dots=[sheet.point(reading.on, reading.value) for reading in shown],
        line=sheet.line((reading.on, reading.value) for reading in readings),
        start=sheet.point(objective.baseline_on, objective.baseline),
        end=sheet.point(objective.due, objective.target),
        today=_place(now),
        today_anchor=_anchor(now),
        falls=objective.target < objective.baseline,
        ticks=_ticks(sheet.upward, [objective.baseline, objective.target]),
        band=_band(objective, sheet.upward),
        ahead=_ahead(sheet, estimates),
    )


def _scale_of_days(
    objective: Objective, readings: Sequence[Reading], today: date, estimates: Sequence[Estimate]
) -> Scale:
    days = [objective.baseline_on, objective.due, today]
    days += [reading.on for reading in readings]
    days += [estimate.on for estimate in estimates]
    return Scale(_number(min(days)), _number(max(days)), LEFT, RIGHT)


def _scale_of_values(
    objective: Objective, readings: Sequence[Reading], estimates: Sequence[Estimate]
) -> Scale:
    values = [objective.baseline, objective.target, *(objective.band or ())]
    values += [reading.value for reading in readings]
    low, high = min(values), max(values)
    room = (high - low) * ROOM
    unsure = [value for each in estimates for value in (each.low, each.high)]
    low = max(low - room, min([low, *unsure]))
    high = min(high + room, max([high, *unsure]))
    return Scale(low, high, BOTTOM, TOP)


def _band(objective: Objective, upward: Scale) -> tuple[str, str] | None:
    if not objective.band:
        return None
    bottom, top = (upward.at(value) for value in objective.band)
    return _place(top), _place(bottom - top)


def _ahead(sheet: Sheet, estimates: Sequence[Estimate]) -> Ahead | None:
    if not estimates:
        return None
    above = [(each.on, each.high) for each in estimates]
    below = [(each.on, each.low) for each in reversed(estimates)]
    return Ahead(
        line=sheet.line((each.on, each.middle) for each in estimates),
        around=sheet.line([*above, *below]),
    )


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


def _number(day: date) -> Decimal:
    return Decimal(day.toordinal())


def _anchor(percent: Decimal) -> str:
    """Return the end at which a word stays within the picture."""
    if percent < LEFT + MARGIN:
        return "start"
    return "end" if percent > RIGHT - MARGIN else "middle"


def _place(percent: Decimal) -> str:
    return f"{percent:.2f}%"
