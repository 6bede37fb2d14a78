"""The power/interest grid as a picture: influence upwards, interest to the right.

Lengths are units of the picture, about a pixel each on a wide screen. People are points of the
same size all over the picture, the largest for which there is room in every cell that is drawn
person by person; a cell with more people than fit shows how many they are and opens.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stakeholders.quarters import STEPS, Cell, Part, Quarter
from stakeholders.scatter import Slots, Spot
from stakeholders.support import Support, gap

WIDTH, HEIGHT = 1_000, 874
LEFT, TOP, RIGHT, BOTTOM = 78, 34, 8, 60
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
BAR = 132.0
"""How long the bar of a cell that is drawn as a count is."""


@dataclass(frozen=True)
class Size:
    """A size of points: the box that one takes, and how far above its middle the point is."""

    name: str
    width: float
    height: float
    lift: float


SIZES = (Size("named", 91, 66, 12), Size("roomy", 44, 52, 6), Size("dense", 27, 27, 0))
"""From the largest, with names, to the smallest."""


@dataclass
class Crowd:
    """How many people stand in a cell, and how they stand."""

    count: int = 0
    to_be_won: int = 0
    by_support: Counter[int | None] = field(default_factory=Counter)

    def add(self, support: int | None, needed: int | None, count: int) -> None:
        self.count += count
        self.by_support[support] += count
        if (gap(support, needed) or 0) > 0:
            self.to_be_won += count


@dataclass(frozen=True)
class Point:
    """Somebody as the picture shows them."""

    pk: int
    name: str
    cell: Cell
    revision: int
    support: int | None
    needed: int | None
    function: str = ""
    letter: str = ""
    shape: str = ""

    @property
    def gap(self) -> int | None:
        return gap(self.support, self.needed)


@dataclass(frozen=True)
class Mark:
    """A point and where it is drawn."""

    point: Point
    x: float
    y: float


@dataclass(frozen=True)
class Stretch:
    """Part of the bar of a cell drawn as a count: those who stand alike."""

    support: int | None
    count: int
    x: str
    length: str


@dataclass(frozen=True)
class Box:
    """A cell as it is drawn; a ``crowd`` instead of people where there are too many."""

    cell: Cell
    x: float
    y: float
    width: float
    height: float
    crowd: Crowd | None = None

    @property
    def name(self) -> str:
        return f"{self.cell[0]}-{self.cell[1]}"

    @property
    def middle(self) -> Spot:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def stretches(self) -> list[Stretch]:
        """The bar, from leading to against, unknown last."""
        if self.crowd is None:
            return []
        found, x = [], self.middle[0] - BAR / 2
        for support in (*reversed(Support), None):
            if count := self.crowd.by_support[support]:
                length = BAR * count / self.crowd.count
                found.append(Stretch(support, count, f"{x:.1f}", f"{length:.1f}"))
                x += length
        return found


@dataclass(frozen=True)
class Tick:
    """A step of an axis: its number and its words."""

    step: int
    words: str
    at: str


@dataclass(frozen=True)
class Title:
    """The name of a quarter, beside the plot."""

    quarter: Quarter
    x: str
    y: str
    anchor: str


@dataclass(frozen=True)
class Grid:
    """Everything the template draws."""

    part: Part
    size: str
    boxes: list[Box]
    marks: list[Mark]
    influences: list[Tick]
    interests: list[Tick]
    titles: list[Title]
    middle: Spot | None
    """Where the quarters meet, if that is in the picture."""
    left_out: int = 0
    """People of the one cell looked at for whom there is no room."""
    width: int = WIDTH
    height: int = HEIGHT
    middle_x: int = LEFT + PLOT_WIDTH // 2
    middle_y: int = TOP + PLOT_HEIGHT // 2
    left: int = LEFT
    top: int = TOP
    plot_width: int = PLOT_WIDTH
    plot_height: int = PLOT_HEIGHT


Fetch = Callable[[Sequence[Cell], int], Iterable[Point]]
"""Returns the people of the cells, at most so many of them."""


def draw(part: Part, crowds: Mapping[Cell, Crowd], fetch: Fetch) -> Grid:
    """Return the picture of ``part``; ``fetch`` is asked once for whom it draws one by one."""
    boxes = {box.cell: box for box in _boxes(part)}
    slots = {size: _slots(part, size) for size in SIZES}
    most = slots[SIZES[-1]].room
    counts = {cell: crowds[cell].count for cell in boxes if cell in crowds}
    shown = [cell for cell, count in counts.items() if count <= most or part.is_cell]
    size = _size(slots, [min(counts[cell], most) for cell in shown])
    people = list(fetch(shown, most * len(boxes))) if shown else []
    crowded = {cell: crowds[cell] for cell in counts.keys() - set(shown)}
    return Grid(
        part=part,
        size=size.name,
        boxes=[_with(box, crowded.get(cell)) for cell, box in boxes.items()],
        marks=_marks(people, boxes, slots[size], size),
        influences=_influences(part),
        interests=_interests(part),
        titles=[] if part.name else _titles(),
        middle=None if part.name else _middle(),
        left_out=sum(counts[cell] for cell in shown) - len(people),
    )


def _boxes(part: Part) -> Iterable[Box]:
    width, height = _step(part)
    for influence, interest in part.cells:
        x = LEFT + (interest - part.interests[0]) * width
        y = TOP + (part.influences[-1] - influence) * height
        yield Box((influence, interest), x, y, width, height)


def _with(box: Box, crowd: Crowd | None) -> Box:
    return Box(box.cell, box.x, box.y, box.width, box.height, crowd)


def _step(part: Part) -> tuple[float, float]:
    """Return how wide and how high a cell is."""
    return PLOT_WIDTH / len(part.interests), PLOT_HEIGHT / len(part.influences)


def _slots(part: Part, size: Size) -> Slots:
    return Slots(*_step(part), size.width, size.height)


def _size(slots: Mapping[Size, Slots], counts: Sequence[int]) -> Size:
    """Return the largest size in which the fullest of the cells has room for all."""
    fullest = max(counts, default=0)
    return next((size for size in SIZES if slots[size].room >= fullest), SIZES[-1])


def _marks(
    people: Sequence[Point], boxes: Mapping[Cell, Box], slots: Slots, size: Size
) -> list[Mark]:
    """Return everybody's mark, in the order of ``people``: a move changes nobody's place in it."""
    by_cell: dict[Cell, list[int]] = {cell: [] for cell in boxes}
    for point in people:
        by_cell[point.cell].append(point.pk)
    spots = {cell: slots.spots(numbers) for cell, numbers in by_cell.items()}

    def mark(point: Point) -> Mark:
        box, (x, y) = boxes[point.cell], spots[point.cell][point.pk]
        return Mark(point, box.x + x, box.y + y - size.lift)

    return [mark(point) for point in people]


def _influences(part: Part) -> list[Tick]:
    _, height = _step(part)
    return [
        Tick(step, STEPS[step], f"{TOP + (place + 0.5) * height:.1f}")
        for place, step in enumerate(reversed(part.influences))
    ]


def _interests(part: Part) -> list[Tick]:
    width, _ = _step(part)
    return [
        Tick(step, STEPS[step], f"{LEFT + (place + 0.5) * width:.1f}")
        for place, step in enumerate(part.interests)
    ]


def _titles() -> list[Title]:
    above, below = str(TOP - 12), str(HEIGHT - BOTTOM + 48)
    start, end = str(LEFT), str(WIDTH - RIGHT)
    return [
        Title(Quarter.SATISFIED, start, above, "start"),
        Title(Quarter.CLOSELY, end, above, "end"),
        Title(Quarter.GLANCE, start, below, "start"),
        Title(Quarter.INFORMED, end, below, "end"),
    ]


def _middle() -> Spot:
    return LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT / 2
