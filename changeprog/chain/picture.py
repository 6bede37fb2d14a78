"""The picture of the whole programme: from the vision over objectives to what came of each.

Drawn for a projector: a row for each objective, a column for each kind of things below, and one
dashed row for what hangs on nothing. Lengths are units of the picture, about a pixel each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as format_date

from changeprog.chain.overview import Loose, Overview, Thread
from changeprog.chain.whole import Tally
from changeprog.direction import fit
from changeprog.programme.chain import Kind, Link

LEFT, TOP, GAP = 16, 116, 10
ROW = 64
VISION_WIDTH, OBJECTIVE_WIDTH, COLUMN, TOLD_WIDTH = 92, 210, 80, 126
OBJECTIVES_LEFT = LEFT + VISION_WIDTH + 34
COLUMNS_LEFT = OBJECTIVES_LEFT + OBJECTIVE_WIDTH + 18
BAR = 70
"""How long the bar of states is; the longest of a column fills it."""
THINNEST = 3
NAME_SIZES = [17, 15, 14]
TOLD_SIZES = [14]
STEM = 22
PADDING = 12
NAME_WIDTH = OBJECTIVE_WIDTH - 2 * PADDING


@dataclass(frozen=True)
class Box:
    """Where a rectangle stands."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Piece:
    """A part of a bar."""

    x: str
    length: str
    tone: str


@dataclass(frozen=True)
class Cell:
    """What there is of one kind: its number, a bar by how it stands, and the worst in words."""

    x: int
    count: int
    pieces: list[Piece]
    note: str
    tone: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One objective, or what hangs on nothing where there is no ``thread``."""

    y: int
    name: list[fit.Line]
    cells: list[Cell]
    told: list[fit.Line]
    thread: Thread | None = None

    @property
    def box(self) -> Box:
        return Box(OBJECTIVES_LEFT, self.y, OBJECTIVE_WIDTH, ROW)

    @property
    def middle(self) -> int:
        return self.y + ROW // 2

    @property
    def number_y(self) -> int:
        return self.y + 26

    @property
    def bar_y(self) -> int:
        return self.y + 34

    @property
    def note_y(self) -> int:
        return self.y + 58


@dataclass(frozen=True)
class Head:
    """The head of a column; it leans, so that a long one has room."""

    x: int
    words: str


@dataclass(frozen=True)
class Picture:
    """Everything the template draws."""

    width: int
    height: int
    heads: list[Head]
    rows: list[Row]
    loose: Row | None
    stems: list[str]
    vision: list[fit.Line]
    vision_box: Box


def draw(shown: Overview) -> Picture:
    """Return the picture of ``shown``."""
    most = [
        max([1, *(row.tallies[place].count for row in shown.threads)]) for place in _places(shown)
    ]
    size = _size_for([thread.link.name for thread in shown.threads])
    rows = [_row(thread, place, most, size) for place, thread in enumerate(shown.threads)]
    end = TOP + max(len(rows), 1) * (ROW + GAP) - GAP
    loose = _loose_row(shown, end + 2 * GAP) if shown.loose else None
    told_left = COLUMNS_LEFT + len(shown.kinds) * COLUMN
    return Picture(
        width=told_left + TOLD_WIDTH + LEFT,
        height=(loose.y + ROW if loose else end) + LEFT,
        heads=_heads(shown.kinds),
        rows=rows,
        loose=loose,
        stems=[_stem((TOP + end) // 2, row.middle) for row in rows],
        vision=_vision(shown.vision, end - TOP),
        vision_box=Box(LEFT, TOP, VISION_WIDTH, end - TOP),
    )


def _places(shown: Overview) -> range:
    return range(len(shown.kinds))


def _size_for(names: Sequence[str]) -> int:
    """Return the largest size at which each of ``names`` fits beside the others."""
    sizes = [fit.largest(name, NAME_WIDTH, ROW - GAP, NAME_SIZES)[0] for name in names]
    return min(sizes, default=NAME_SIZES[0])


def _row(thread: Thread, place: int, most: Sequence[int], size: int) -> Row:
    y = TOP + place * (ROW + GAP)
    cells = [_cell(each, column, most[column]) for column, each in enumerate(thread.tallies)]
    told_left = COLUMNS_LEFT + len(cells) * COLUMN
    return Row(
        y,
        _box(thread.link.name, OBJECTIVES_LEFT + PADDING, y, NAME_WIDTH, [size]),
        cells,
        _box(_told(thread.told), told_left, y, TOLD_WIDTH, TOLD_SIZES),
        thread,
    )


def _told(link: Link | None) -> str:
    """Name the edition that told of it last, after its day."""
    if link is None:
        return "Nothing told yet"
    return f"{format_date(link.on, 'j M Y')}: {link.name}" if link.on else link.name


def _loose_row(shown: Overview, y: int) -> Row:
    words = f"{shown.count} {'hangs' if shown.count == 1 else 'hang'} on nothing"
    return Row(
        y,
        _box(words, OBJECTIVES_LEFT + PADDING, y, NAME_WIDTH),
        [
            _loose_cell(found, place)
            for place, kind in enumerate(shown.kinds)
            if (found := shown.loose_of(kind))
        ],
        [],
    )


def _loose_cell(loose: Loose, place: int) -> Cell:
    return Cell(_at(place), loose.count, [], "on nothing", "is-warn", loose.url)


def _cell(tally: Tally, place: int, most: int) -> Cell:
    whole = BAR * tally.count / most
    pieces, x = [], float(_at(place))
    parts = [(each.tone, each.count) for each in tally.states] or [("", tally.count)]
    for tone, count in parts:
        length = max(whole * count / tally.count, THINNEST) if tally.count else 0
        if length:
            pieces.append(Piece(f"{x:.1f}", f"{length:.1f}", tone or "is-none"))
        x += length
    worst = tally.told[-1] if tally.told else None
    note = fit.shorten(f"{worst.count} {worst.word}", COLUMN, 12) if worst else ""
    return Cell(_at(place), tally.count, pieces, note, worst.tone if worst else "")


def _heads(kinds: Sequence[Kind]) -> list[Head]:
    names = [*(kind.plural for kind in kinds), "Told last"]
    return [Head(_at(place), words) for place, words in enumerate(names)]


def _vision(link: Link | None, height: int) -> list[fit.Line]:
    words = link.name if link else "No vision is written yet"
    room = VISION_WIDTH - 2 * PADDING
    size, lines = fit.largest(words, room, height, [17, 15])
    return fit.around(lines, LEFT + PADDING, TOP + height / 2, size)


def _box(
    words: str, x: int, y: int, room: int, sizes: Sequence[int] = NAME_SIZES
) -> list[fit.Line]:
    size, lines = fit.largest(words, room, ROW - GAP, sizes)
    return fit.around(lines, x, y + ROW / 2, size)


def _stem(start: int, end: int) -> str:
    left, right = LEFT + VISION_WIDTH, OBJECTIVES_LEFT
    bend = left + STEM
    return f"M{left} {start} C{bend} {start} {bend} {end} {right} {end}"


def _at(place: int) -> int:
    return COLUMNS_LEFT + place * COLUMN
