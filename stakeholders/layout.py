"""Where people stand on the web, in units of the picture.

rustworkx places people by forces (Fruchterman and Reingold, Graph drawing by force-directed
placement, 1991), with a fixed seed. Ties within a group pull stronger than those between groups,
so that groups stand together. For 500 people with 3,000 ties that takes 0.5 s, where Kamada and
Kawai's method takes 3.4 s and mixes the groups up; at 20 people both are instant and alike.

Up to ``AT_ONCE`` people are drawn at once. Of more, only groups are drawn, and the people of one
group at a time, so each group is laid out by itself: for 5,000 people it takes a second, and the
forces between all of them would take 13 s.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import rustworkx

from stakeholders.network import Key, Network
from stakeholders.spacing import Point, apart, fit

AT_ONCE = 600
"""People on one picture, at most."""
NAMED = 60
"""Up to so many people, every one is written with their name and needs room for it."""
SEED = 7
TURNS = 200
BETWEEN = 0.15
"""How strongly a tie between groups pulls, beside one within a group."""
TETHER = 0.05
"""Pull that keeps together those between whom there is no tie at all."""
WIDTH, SHAPE = 1000.0, 0.68
"""Of a picture of few people; and how high one is, beside its width."""
PITCH = 66.0
"""Width that each of many people adds, times the root of how many they are."""
MARGIN = 60.0
LARGEST = 22.0
"""Radius of the most influential one."""
GAP = 8.0
NAME_SPACE = 0.5
"""Names are wider than high: across, distances count for so much of what they are."""
ROW, COLUMN = 64.0, 112.0
"""Between two rows and columns of people without a tie."""


@dataclass(frozen=True)
class Picture:
    """A box, and where in it everybody is."""

    width: float
    height: float
    places: dict[Hashable, Point]


def lay_out(network: Network[Key], groups: Mapping[Key, int | None]) -> Picture:
    """Return the picture of everybody; who has no tie stands in rows below the others."""
    tied = {place for pair in network.strengths for place in pair}
    width = max(WIDTH, PITCH * sqrt(len(network.people)))
    points = spread(_graph(network, groups, sorted(tied)), width, named=len(tied) <= NAMED)
    places: dict[Hashable, Point] = {
        network.people[place]: point for place, point in zip(sorted(tied), points, strict=True)
    }
    height = max((y for _, y in points), default=0.0) + MARGIN
    width = max((x for x, _ in points), default=width - MARGIN) + MARGIN
    alone = [person for person in network.people if person not in places]
    return Picture(*_in_rows(alone, width, height, places), places)


def _graph(
    network: Network[Key], groups: Mapping[Key, int | None], tied: Sequence[int]
) -> "rustworkx.PyGraph[int, float]":
    """Return the graph of whoever has a tie, weighed by how strongly ties pull."""
    node = {place: number for number, place in enumerate(tied)}
    pulls: dict[tuple[int, int], float] = {}
    for source, target in network.strengths:
        ours = groups[network.people[source]] == groups[network.people[target]]
        one, other = sorted((node[source], node[target]))
        pulls[one, other] = 1.0 if ours else BETWEEN
    return connected(len(tied), pulls)


def connected(
    count: int, pulls: Mapping[tuple[int, int], float]
) -> "rustworkx.PyGraph[int, float]":
    """Return the graph of ``count`` nodes, its parts tethered so that none drifts away."""
    graph: rustworkx.PyGraph[int, float] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from([(*pair, pull) for pair, pull in pulls.items()])
    parts = sorted(sorted(part) for part in rustworkx.connected_components(graph))
    middles = [max(part, key=lambda node: (graph.degree(node), -node)) for part in parts]
    graph.add_edges_from([(middles[0], middle, TETHER) for middle in middles[1:]])
    return graph


def spread(
    graph: "rustworkx.PyGraph[int, float]",
    width: float,
    *,
    named: bool = False,
    radii: Sequence[float] | None = None,
) -> list[Point]:
    """Return a place for each node, by forces and then apart, at least in ``width``."""
    count = graph.num_nodes()
    found = rustworkx.spring_layout(graph, num_iter=TURNS, weight_fn=float, seed=SEED)
    points = fit([found[node] for node in range(count)], width, width * SHAPE, MARGIN)
    squeeze = NAME_SPACE if named else 1.0
    squeezed = [(x * squeeze, y) for x, y in points]
    kept = apart(squeezed, radii or [LARGEST] * count, GAP)
    return _from_margin([(x / squeeze, y) for x, y in kept])


def _from_margin(points: Sequence[Point]) -> list[Point]:
    """Return ``points`` moved so that the outermost are as far from the edges as they should be."""
    left = min((x for x, _ in points), default=MARGIN) - MARGIN
    top = min((y for _, y in points), default=MARGIN) - MARGIN
    return [(x - left, y - top) for x, y in points]


def _in_rows(
    alone: Sequence[Key], width: float, height: float, places: dict[Hashable, Point]
) -> tuple[float, float]:
    """Put those without a tie into rows below ``height``; return the size of the whole picture."""
    across = max(int((width - MARGIN) // COLUMN), 1)
    for number, person in enumerate(alone):
        row, column = divmod(number, across)
        places[person] = (MARGIN + column * COLUMN, height + row * ROW)
    rows = -(-len(alone) // across)
    return width, height + rows * ROW


@dataclass(frozen=True)
class Disc:
    """A group drawn as one: its middle, its radius, and how many people are in it."""

    number: int
    x: float
    y: float
    radius: float
    size: int


def discs(network: Network[Key], groups: Mapping[Key, int | None]) -> tuple[list[Disc], float]:
    """Return all groups as discs, their area as large as the group, and the picture's width."""
    sizes: dict[int, int] = defaultdict(int)
    for number in groups.values():
        if number is not None:
            sizes[number] += 1
    numbers = sorted(sizes)
    radii = [14 + 3.2 * sqrt(sizes[number]) for number in numbers]
    node = {number: place for place, number in enumerate(numbers)}
    pulls = {
        (node[one], node[other]): count / sqrt(sizes[one] * sizes[other])
        for (one, other), count in between(network, groups).items()
    }
    width = max(WIDTH, 4 * sqrt(sum(radius**2 for radius in radii)))
    points = spread(connected(len(numbers), pulls), width, radii=radii)
    made = [
        Disc(number, x, y, radius, sizes[number])
        for number, (x, y), radius in zip(numbers, points, radii, strict=True)
    ]
    return made, max((disc.x + disc.radius for disc in made), default=width) + MARGIN / 2


def between(network: Network[Key], groups: Mapping[Key, int | None]) -> dict[tuple[int, int], int]:
    """Return how many ties there are between two groups, the lower number first."""
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for source, target in network.strengths:
        ends = groups[network.people[source]], groups[network.people[target]]
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            counted[min(ends[0], ends[1]), max(ends[0], ends[1])] += 1
    return dict(counted)
