"""One picture from the vision over what has to get better to what it is worth.

It is drawn for a projector: 1600 by 900 units, no word smaller than ``SMALL``, nothing on top of
anything else. What does not fit is counted ("and 3 more"); the tables beside it have all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from changeprog.direction import fit
from changeprog.direction.fit import Line
from changeprog.direction.models import CapabilityImprovement, Dimension
from changeprog.direction.worth import Worth

TOP, BOTTOM = 92, 800
VISION_LEFT, VISION_RIGHT = 30, 330
BAND_LEFT, BAND_RIGHT = 376, 1084
NAME_LEFT, NAME_RIGHT = 530, 882
BENEFIT_LEFT, BENEFIT_RIGHT = 1146, 1570
PADDING = 22
GAP = 10
SMALL = 18
MOST_CAPABILITIES, MOST_BENEFITS = 12, 8
TALLEST_BENEFIT = 150
MORE_HEIGHT = 34
STATEMENT_SIZES = [38, 34, 30, 26, 23, 20]
NAME_SIZES = [26, 24, 22, 20]
SQUARE, SQUARE_STEP = 17, 21
THINNEST = Decimal(4)
"""How long a bar is at least, so that an amount without a range is seen."""
MISSING = {
    Dimension.POLICIES: "Nobody has thought about policies yet",
    Dimension.PEOPLE: "Nobody has thought about people yet",
    Dimension.PROCESSES: "Nobody has thought about processes yet",
    Dimension.DATA: "Nobody has thought about data yet",
    Dimension.IT: "Nobody has thought about IT yet",
}


@dataclass(frozen=True)
class Step:
    """One of the five squares of a ladder: ``state`` is reached, wanted, or beyond."""

    x: int
    y: str
    state: str


@dataclass(frozen=True)
class Row:
    """A capability: its name, and its ladder from the level now to the level wanted."""

    capability: CapabilityImprovement
    y: Decimal
    name: list[Line]
    steps: list[Step]
    levels: Line


@dataclass(frozen=True)
class Band:
    """A dimension of the business system; without rows it says what is missing."""

    dimension: Dimension
    y: Decimal
    height: Decimal
    label: Line
    rows: list[Row]
    more: Line | None
    missing: Line | None

    @property
    def middle(self) -> Decimal:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Bar:
    """A benefit: its name, and a bar from low to high with a mark where it is likely."""

    worth: Worth
    y: Decimal
    name: list[Line]
    track: str
    left: str
    length: str
    likely: str
    mark: str
    numbers: str


@dataclass(frozen=True)
class Picture:
    """Everything the template draws."""

    statement: list[Line]
    bands: list[Band]
    bars: list[Bar]
    more_benefits: Line | None
    links: list[str]
    """From capability to benefit, as paths."""
    roots: list[str]
    """From the vision to each dimension, as paths."""


def draw(
    statement: str, capabilities: Sequence[CapabilityImprovement], worths: Sequence[Worth]
) -> Picture:
    """Return the picture; ``worths`` have their benefits' capabilities at hand."""
    bands = _bands(capabilities)
    bars = _bars(worths[:MOST_BENEFITS], crowded=len(worths) > MOST_BENEFITS)
    return Picture(
        statement=_statement(statement),
        bands=bands,
        bars=bars,
        more_benefits=_more_benefits(len(worths) - len(bars)),
        links=_links(bands, bars),
        roots=[_curve(VISION_RIGHT, _middle(), BAND_LEFT, band.middle) for band in bands],
    )


def _statement(words: str) -> list[Line]:
    room = VISION_RIGHT - VISION_LEFT - 2 * PADDING
    size, lines = fit.largest(words, room, BOTTOM - TOP - 2 * PADDING, STATEMENT_SIZES)
    return fit.around(lines, VISION_LEFT + PADDING, float(_middle()), size)


def _bands(capabilities: Sequence[CapabilityImprovement]) -> list[Band]:
    of = {each: [c for c in capabilities if c.dimension == each] for each in Dimension}
    shown = _shares({each: len(of[each]) for each in Dimension})
    rows = sum(max(1, count) for count in shown.values())
    height = Decimal(BOTTOM - TOP - GAP * (len(of) - 1)) / rows
    bands, y = [], Decimal(TOP)
    for dimension in Dimension:
        band = _band(dimension, of[dimension], shown[dimension], y, height)
        bands.append(band)
        y += band.height + GAP
    return bands


def _shares(counts: dict[Dimension, int]) -> dict[Dimension, int]:
    """Return how many of each are shown: the longest lists give way first."""
    shown = dict(counts)
    while sum(shown.values()) > MOST_CAPABILITIES:
        shown[max(shown, key=lambda each: shown[each])] -= 1
    return shown


def _band(
    dimension: Dimension,
    capabilities: list[CapabilityImprovement],
    shown: int,
    y: Decimal,
    row: Decimal,
) -> Band:
    height = row * max(1, shown)
    middle = y + height / 2
    left_out = len(capabilities) - shown
    x = BAND_LEFT + PADDING
    label = Line(x, _place(middle + (-4 if left_out else 8)), 20, dimension.label)
    more = Line(x, _place(middle + 20), SMALL, f"and {left_out} more") if left_out else None
    rows = [_row(each, y + row * place, row) for place, each in enumerate(capabilities[:shown])]
    missing = None if capabilities else Line(NAME_LEFT, _place(middle + 8), 22, MISSING[dimension])
    return Band(dimension, y, height, label, rows, more, missing)


def _row(capability: CapabilityImprovement, y: Decimal, height: Decimal) -> Row:
    middle = y + height / 2
    room = NAME_RIGHT - NAME_LEFT
    size, words = fit.largest(capability.name, room, float(height) - GAP, NAME_SIZES)
    ladder = BAND_RIGHT - PADDING - 5 * SQUARE_STEP
    return Row(
        capability=capability,
        y=middle,
        name=fit.around(words, NAME_LEFT, float(middle), size),
        steps=[
            Step(
                ladder + SQUARE_STEP * (step - 1),
                _place(middle - Decimal(SQUARE) / 2),
                _step(step, capability),
            )
            for step in range(1, 6)
        ],
        levels=Line(
            ladder - 6, _place(middle + 7), 20, f"{capability.level} → {capability.wanted}"
        ),
    )


def _step(step: int, capability: CapabilityImprovement) -> str:
    if step <= capability.level:
        return "reached"
    return "wanted" if step <= capability.wanted else "beyond"


def _bars(worths: Sequence[Worth], *, crowded: bool) -> list[Bar]:
    if not worths:
        return []
    room = BOTTOM - TOP - (MORE_HEIGHT if crowded else 0)
    height = min(Decimal(room) / len(worths), Decimal(TALLEST_BENEFIT))
    highest = max(each.expected.year.high for each in worths) or Decimal(1)
    first = TOP + (room - height * len(worths)) / 2
    return [
        _bar(each, first + height * place, height, highest) for place, each in enumerate(worths)
    ]


def _bar(worth: Worth, y: Decimal, height: Decimal, highest: Decimal) -> Bar:
    year = worth.expected.year
    under = y + height - 40
    """The bar and the numbers under it stand at the foot, the name gets what is left."""
    room = float(under - y) - 16
    size, words = fit.largest(worth.benefit.name, BENEFIT_RIGHT - BENEFIT_LEFT, room, NAME_SIZES)
    foot = under - 14 - Decimal(str(size * fit.LEADING * len(words))) / 2
    return Bar(
        worth=worth,
        y=y + height / 2,
        name=fit.around(words, BENEFIT_LEFT, float(foot), size),
        track=_place(under),
        left=_place(_across(year.low, highest)),
        length=_place(max(_across(year.high, highest) - _across(year.low, highest), THINNEST)),
        likely=_place(_across(year.likely, highest)),
        mark=_place(under - 4),
        numbers=_place(under + 30),
    )


def _across(amount: Decimal, highest: Decimal) -> Decimal:
    return BENEFIT_LEFT + (BENEFIT_RIGHT - BENEFIT_LEFT) * amount / highest


def _more_benefits(left_out: int) -> Line | None:
    if not left_out:
        return None
    more = f"and {left_out} more, counted in the total"
    return Line(BENEFIT_LEFT, _place(Decimal(BOTTOM - 8)), SMALL, more)


def _links(bands: list[Band], bars: list[Bar]) -> list[str]:
    rows = {row.capability.pk: row for band in bands for row in band.rows}
    return [
        _curve(BAND_RIGHT, rows[capability.pk].y, BENEFIT_LEFT - GAP, bar.y)
        for bar in bars
        for capability in bar.worth.benefit.capabilities.all()
        if capability.pk in rows
    ]


def _curve(left: int, start: Decimal, right: int, end: Decimal) -> str:
    bend, high, low = (left + right) // 2, _place(start), _place(end)
    return f"M{left} {high} C{bend} {high} {bend} {low} {right} {low}"


def _middle() -> Decimal:
    return Decimal(TOP + BOTTOM) / 2


def _place(number: Decimal) -> str:
    return f"{number:.1f}"
