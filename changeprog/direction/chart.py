"""The timeline as a picture: lanes of milestones over a line of days, with today across them.

Lengths are units of the picture, which are about a pixel each on a wide screen. A mark is written
here rather than in the template, which takes several times as long for each of some hundred.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from changeprog.direction.fit import shorten, width
from changeprog.direction.span import Span
from changeprog.direction.stacking import Label, Place, stack
from changeprog.direction.timeline import Stop

WIDTH, EDGE = 1_000, 20
AXIS, TITLE, ROW, BOX, FOOT = 52, 34, 44, 38, 12
RADIUS, BESIDE = 13, 5
NAME, NOTE = 13.0, 11.5
"""Sizes of the two lines of a label."""
LONGEST = 205.0
MOST_TICKS = 13
MOST_ARROWS = 24
"""More arrows than these would hide more than they tell."""
RING = '<circle class="chart-seen" cx="{}" cy="{}" r="12.5"/>'
MARK = (
    '<a class="chart-mark {tone}" href="{url}" aria-label="{title}">{ring}'
    '<use href="#mark-{shape}" x="{x}" y="{y}"/>'
    '<svg x="{box}" y="{top}" width="{breadth}" height="38" viewBox="0 -19 {breadth} 38">'
    '<rect class="chart-box" y="-19" width="100%" height="38"/>'
    '<text class="chart-name" x="{words_at}" y="-2" text-anchor="{anchor}">{name}</text>'
    '<text class="chart-note" x="{words_at}" y="13" text-anchor="{anchor}">{note}</text>'
    "</svg></a>"
)
"""A stop: its shape, and its words in a box of their own, at which they are cut off."""

Waits = Sequence[tuple[int, int]]
"""Milestones that wait, each with one that it waits for, by their numbers."""


@dataclass(frozen=True)
class Lane:
    """Stops that belong together, under a title unless there is only one lane."""

    title: str
    stops: Sequence[Stop]


@dataclass(frozen=True)
class Mark:
    """A stop as it is drawn; its ``name`` may be cut short."""

    name: str
    drawn: SafeString


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


@dataclass(frozen=True)
class Words:
    """The two lines beside a mark, and how wide the wider one is with the room before it."""

    name: str
    note: str
    breadth: float

    @classmethod
    def of(cls, stop: Stop) -> "Words":
        name = shorten(stop.milestone.name, LONGEST, NAME)
        note = f"{stop.written_day} · {stop.words}"
        return cls(name, note, BESIDE + max(width(name, NAME), width(note, NOTE)))


def draw(lanes: Sequence[Lane], waits: Waits, span: Span, today: date) -> Chart:
    """Return the picture of ``lanes``, whose stops all lie within ``span``.

    Of ``waits`` those are drawn both of whose milestones are shown.
    """
    drawn: list[DrawnLane] = []
    spots: dict[int, Spot] = {}
    top = AXIS
    for lane in lanes:
        below = top + (TITLE if lane.title else 0)
        words = {stop.milestone.pk: Words.of(stop) for stop in lane.stops}
        places = {place.key: place for place in _places(lane.stops, words, span)}
        spots |= {key: _spot(place, below) for key, place in places.items()}
        marks = [_mark(stop, words, places, spots) for stop in lane.stops]
        drawn.append(DrawnLane(lane.title, str(top), str(top + TITLE - 14), marks))
        top = below + ROW * (1 + max((place.row for place in places.values()), default=0))
    shown = [pair for pair in waits if spots.keys() >= set(pair)]
    is_clear = len(shown) <= MOST_ARROWS
    return Chart(
        height=top + FOOT,
        lanes=drawn,
        ticks=[
            Tick(_unit(_x(span, day)), date_format(day, "M Y")) for day in span.ticks(MOST_TICKS)
        ],
        today=_unit(_x(span, today)) if span.holds(today) else None,
        arrows=_arrows(lanes, shown, spots) if is_clear else [],
        spared=0 if is_clear else len(shown),
    )


def _places(stops: Iterable[Stop], words: Mapping[int, Words], span: Span) -> list[Place]:
    labels = [
        Label(stop.milestone.pk, _x(span, stop.day), words[stop.milestone.pk].breadth)
        for stop in stops
    ]
    return stack(labels, length=WIDTH, radius=RADIUS)


def _x(span: Span, day: date) -> float:
    return EDGE + span.share(day) * (WIDTH - 2 * EDGE)


def _spot(place: Place, below: float) -> Spot:
    return place.at, below + ROW * place.row + ROW / 2


def _mark(
    stop: Stop,
    words: Mapping[int, Words],
    places: Mapping[int, Place],
    spots: Mapping[int, Spot],
) -> Mark:
    said, place = words[stop.milestone.pk], places[stop.milestone.pk]
    x, y = spots[stop.milestone.pk]
    drawn = format_html(
        MARK,
        tone=stop.tone,
        url=stop.url,
        title=_title(stop, said.note),
        ring=format_html(RING, _unit(x), _unit(y)) if stop.milestone.visible_benefit else "",
        shape=stop.shape,
        x=_unit(x),
        y=_unit(y),
        box=_unit(place.start if place.turned else x + RADIUS),
        top=_unit(y - BOX / 2),
        breadth=_unit(said.breadth),
        anchor="end" if place.turned else "start",
        words_at=_unit(said.breadth - BESIDE if place.turned else BESIDE),
        name=said.name,
        note=said.note,
    )
    return Mark(said.name, drawn)


def _title(stop: Stop, note: str) -> str:
    """Return all the words of a mark, where the two lines beside it are short."""
    seen = "people will notice" if stop.milestone.visible_benefit else ""
    return " · ".join(filter(None, [stop.milestone.name, note, stop.moved, seen]))


def _arrows(lanes: Sequence[Lane], waits: Waits, spots: Mapping[int, Spot]) -> list[Arrow]:
    """Return an arrow to each milestone that waits from each that it waits for."""
    known = {stop.milestone.pk: stop.milestone for lane in lanes for stop in lane.stops}
    return [
        Arrow(_path(spots[needed], spots[waiting]), known[waiting].is_due_before(known[needed]))
        for waiting, needed in waits
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
