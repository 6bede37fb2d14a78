"""The timeline as a picture: lanes of milestones over a line of days, with today across them.

Lengths are units of the picture, which are about a pixel each on a wide screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from changeprog.direction.span import Span
from changeprog.direction.stacking import Label, Place, breadth, shorten, stack
from changeprog.direction.timeline import Stop

WIDTH, EDGE = 1_000, 20
AXIS, TITLE, ROW, FOOT = 52, 34, 44, 12
RADIUS, BESIDE = 11, 6
NAME, NOTE = 13.0, 11.5
"""Sizes of the two lines of a label."""
LONGEST = 190.0
MOST_TICKS = 13
MOST_ARROWS = 24
"""More arrows than these would hide more than they tell."""


@dataclass(frozen=True)
class Lane:
    """Stops that belong together, under a title unless there is only one lane."""

    title: str
    stops: Sequence[Stop]


@dataclass(frozen=True)
class Mark:
    """A stop as it is drawn: its shape at ``x`` and ``y``, its words in a box of their own."""

    stop: Stop
    x: str
    y: str
    box: str
    breadth: str
    anchor: str
    words_at: str
    name: str
    note: str


@dataclass(frozen=True)
class DrawnLane:
    title: str
    y: str
    title_y: str
    marks: list[Mark]


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Arrow:
    path: str
    contradicts: bool


@dataclass(frozen=True)
class Chart:
    """Everything the template draws; ``spared`` arrows are left out where they would clutter."""

    height: int
    lanes: list[DrawnLane]
    ticks: list[Tick]
    today: str | None
    arrows: list[Arrow]
    spared: int
    width: int = WIDTH


Spot = tuple[float, float]


def draw(lanes: Sequence[Lane], span: Span, today: date) -> Chart:
    """Return the picture of ``lanes``, whose stops all lie within ``span``."""
    drawn: list[DrawnLane] = []
    spots: dict[int, Spot] = {}
    top = AXIS
    for lane in lanes:
        below = top + (TITLE if lane.title else 0)
        places = _places(lane.stops, span)
        spots |= {place.key: _spot(place, below) for place in places}
        by_key = {stop.milestone.pk: stop for stop in lane.stops}
        marks = [_mark(by_key[place.key], place, below) for place in places]
        drawn.append(DrawnLane(lane.title, str(top), str(top + TITLE - 14), marks))
        top = below + ROW * (1 + max((place.row for place in places), default=0))
    arrows = _arrows([stop for lane in lanes for stop in lane.stops], spots)
    return Chart(
        height=top + FOOT,
        lanes=drawn,
        ticks=[
            Tick(_unit(_x(span, day)), date_format(day, "M Y")) for day in span.ticks(MOST_TICKS)
        ],
        today=_unit(_x(span, today)) if span.holds(today) else None,
        arrows=arrows if len(arrows) <= MOST_ARROWS else [],
        spared=len(arrows) if len(arrows) > MOST_ARROWS else 0,
    )


def _places(stops: Iterable[Stop], span: Span) -> list[Place]:
    labels = [Label(stop.milestone.pk, _x(span, stop.day), _breadth(stop)) for stop in stops]
    return stack(labels, length=WIDTH, radius=RADIUS)


def _breadth(stop: Stop) -> float:
    return BESIDE + max(breadth(_name(stop), NAME), breadth(_note(stop), NOTE))


def _name(stop: Stop) -> str:
    return shorten(stop.milestone.name, NAME, LONGEST)


def _note(stop: Stop) -> str:
    return f"{date_format(stop.day)} · {stop.words}"


def _x(span: Span, day: date) -> float:
    return EDGE + span.share(day) * (WIDTH - 2 * EDGE)


def _spot(place: Place, below: float) -> Spot:
    return place.at, below + ROW * place.row + ROW / 2


def _mark(stop: Stop, place: Place, below: float) -> Mark:
    x, y = _spot(place, below)
    box = place.start if place.turned else x + RADIUS
    room = place.end - place.start - 2 * RADIUS
    return Mark(
        stop=stop,
        x=_unit(x),
        y=_unit(y),
        box=_unit(box),
        breadth=_unit(room),
        anchor="end" if place.turned else "start",
        words_at=_unit(room - BESIDE if place.turned else BESIDE),
        name=_name(stop),
        note=_note(stop),
    )


def _arrows(stops: Iterable[Stop], spots: dict[int, Spot]) -> list[Arrow]:
    """Return an arrow from each milestone to each that waits for it, where both are shown."""
    return [
        Arrow(_path(spots[needed.pk], spots[stop.milestone.pk]), needed in stop.contradictions)
        for stop in stops
        for needed in stop.milestone.needs.all()
        if needed.pk in spots
    ]


def _path(start: Spot, end: Spot) -> str:
    """Return a curve that leaves the words beside ``start`` alone and ends before ``end``."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        dip = y1 + ROW * 0.7
        return _curve((x1, y1 + RADIUS), (x1, dip), (x2, dip), (x2, y2 + RADIUS + 2))
    side = RADIUS if y2 > y1 else -RADIUS
    if x2 - x1 > 3 * RADIUS:
        near = (x2 - RADIUS - 2, y2)
        return _curve((x1, y1 + side), (x1, y2), (near[0] - RADIUS, y2), near)
    middle = (y1 + y2) / 2
    return _curve((x1, y1 + side), (x1, middle), (x2, middle), (x2, y2 - side * 1.2))


def _curve(start: Spot, *others: Spot) -> str:
    first, *rest = [f"{_unit(x)} {_unit(y)}" for x, y in (start, *others)]
    return f"M{first} C{', '.join(rest)}"


def _unit(length: float) -> str:
    return f"{length:.1f}"
