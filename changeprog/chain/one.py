"""One objective with what hangs on it: its own picture, and lists of what there is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from changeprog.chain.whole import (
    OBJECTIVE,
    Tally,
    Whole,
    standing_of,
    tallies,
    whole_of,
)
from changeprog.direction import fit
from changeprog.direction.models import Objective
from changeprog.programme import chain
from changeprog.programme.chain import Link, Ref
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import Join, links_of

SHOWN = 6
"""Things of one kind that are named, the newest."""
LEFT, TOP = 16, 64
WIDTH, HEIGHT, ACROSS, DOWN = 216, 54, 56, 12
PADDING = 12
SIZES = [15, 14, 13]


@dataclass(frozen=True)
class Box:
    """One thing in the picture."""

    link: Link
    x: int
    y: int
    lines: list[fit.Line]

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Column:
    """Everything of one kind: how many, and the newest by name."""

    tally: Tally
    links: list[Link]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.tally.count - len(self.links)


@dataclass(frozen=True)
class Picture:
    """Everything the template draws; ``heads`` are the columns' names with where they begin.

    ``mores`` say of a kind how many are not named.
    """

    width: int
    height: int
    heads: list[tuple[int, str]]
    boxes: list[Box]
    mores: list[tuple[str, fit.Line]]
    threads: list[str]


@dataclass(frozen=True)
class One:
    """One objective with what came of it."""

    link: Link
    columns: list[Column]
    picture: Picture


def one(objective: Objective, reader: Person) -> One:
    """Return ``objective`` with what hangs on it, as far as ``reader`` may see it."""
    programme = objective.programme
    whole = whole_of(programme, reader)
    top = Ref(OBJECTIVE, objective.pk)
    found = whole.below([top])
    kinds = [each for each in whole.kinds_below(OBJECTIVE) if found.get(each.name)]
    newest = {kind.name: sorted(found[kind.name], reverse=True)[:SHOWN] for kind in kinds}
    refs = [Ref(name, number) for name, numbers in newest.items() for number in numbers]
    links = links_of(programme, reader, [top, *refs])
    standing = standing_of(programme, reader, whole, kinds)
    columns = [
        Column(tally, [links[Ref(tally.kind.name, n)] for n in newest[tally.kind.name]])
        for tally in tallies(kinds, found, standing)
    ]
    return One(links[top], columns, draw(links[top], columns, whole.joins))


def listed_below(whole: Whole, objective: Objective, name: str) -> list[int]:
    """Return the numbers of everything of one kind below ``objective``, the newest first."""
    return sorted(whole.below([Ref(OBJECTIVE, objective.pk)]).get(name, ()), reverse=True)


def links_in(
    programme: Programme, reader: Person, name: str, numbers: Collection[int]
) -> list[Link]:
    """Return the links of one kind in the order of ``numbers``."""
    links = links_of(programme, reader, [Ref(name, number) for number in numbers])
    return [links[ref] for number in numbers if (ref := Ref(name, number)) in links]


def is_kind(name: str) -> bool:
    """Whether there is a kind of that name."""
    return any(kind.name == name for kind in chain.kinds())


def draw(top: Link, columns: Sequence[Column], joins: Collection[Join]) -> Picture:
    """Return the picture of ``top`` and the named things in ``columns``, with what joins them."""
    tallest = max([1, *(len(column.links) + bool(column.more) for column in columns)])
    height = TOP + tallest * (HEIGHT + DOWN) - DOWN + LEFT
    first = _box(top, 0, (height + TOP - LEFT) // 2 - HEIGHT // 2)
    boxes = [first]
    mores = []
    for place, column in enumerate(columns, start=1):
        boxes += [_box(link, place, _down(n)) for n, link in enumerate(column.links)]
        if column.more:
            y = _down(len(column.links)) + HEIGHT // 2
            line = fit.Line(_across(place) + PADDING, str(y), 15, f"and {column.more} more")
            mores.append((column.tally.kind.name, line))
    return Picture(
        width=_across(len(columns)) + WIDTH + LEFT,
        height=height,
        heads=[(_across(n), each.tally.kind.plural) for n, each in enumerate(columns, start=1)],
        boxes=boxes,
        mores=mores,
        threads=_threads({box.link.ref: box for box in boxes}, joins),
    )


def _threads(boxes: Mapping[Ref, Box], joins: Collection[Join]) -> list[str]:
    """Return a curve for each join between two boxes."""
    return sorted(
        _curve(boxes[join.upper], boxes[join.lower])
        for join in joins
        if join.upper in boxes and join.lower in boxes
    )


def _curve(upper: Box, lower: Box) -> str:
    start, end = upper.x + WIDTH, lower.x
    bend = (end - start) // 2 if end - start <= ACROSS else ACROSS
    return (
        f"M{start} {upper.middle} C{start + bend} {upper.middle} "
        f"{end - bend} {lower.middle} {end} {lower.middle}"
    )


def _box(link: Link, place: int, y: int) -> Box:
    x = _across(place)
    size, lines = fit.largest(link.name, WIDTH - 2 * PADDING, HEIGHT - 8, SIZES)
    return Box(link, x, y, fit.around(lines, x + PADDING, y + HEIGHT / 2, size))


def _across(place: int) -> int:
    return LEFT + place * (WIDTH + ACROSS)


def _down(place: int) -> int:
    return TOP + place * (HEIGHT + DOWN)
