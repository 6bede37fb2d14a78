"""Where teams and what goes between them are drawn: places in units of the picture.

Teams stand below one another. What goes on leaves and arrives on the right, what comes back
(feedback, complaints) on the left. Each flow has a place of its own on the edges of its two teams
and a lane of its own beside them for as long as it runs, so that no two are drawn on top of each
other; they may cross.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import east_asian_width

BOX = 190
"""Width of a team."""
PORT = 24
"""Room on the edge of a team for one flow; its number fits in."""
PADDING = 10
GAP = 26
"""Between two teams."""
LANE = 14
"""Between two lanes."""
STUB = 36
"""From a team to the first lane: the number of the flow stands there."""
NUMBER = 10
"""Radius of the circle around a number."""
HEAD = 7
"""Length of an arrow's head."""
EDGE = 12
LINE, LINES = 20, 2
"""Letters of a team's name on one line, and how many lines it has."""


class Side(StrEnum):
    """Where a flow runs: on the right what goes on, on the left what comes back."""

    FORWARD = "forward"
    BACK = "back"


@dataclass(frozen=True)
class Flow:
    """One thing that goes from one team to another; teams are named by their keys."""

    key: int
    source: Hashable
    target: Hashable
    side: Side


@dataclass(frozen=True)
class Box:
    """A team; ``lines`` are its name."""

    key: Hashable
    x: int
    y: int
    height: int
    lines: list[str]
    width: int = BOX

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def text(self) -> list[tuple[int, str]]:
        """The lines of the name with where each stands."""
        top = self.y + self.height // 2 - 9 * (len(self.lines) - 1) + 5
        return [(top + 18 * place, line) for place, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Arrow:
    """A flow as it is drawn: from the first corner to the last one, with its number."""

    key: int
    number: int
    corners: list[tuple[int, int]]
    label: tuple[int, int]

    @property
    def line(self) -> str:
        """The corners as SVG writes them."""
        return " ".join(f"{x},{y}" for x, y in self.corners)

    @property
    def head(self) -> str:
        """The corners of its head."""
        (before, _), (x, y) = self.corners[-2:]
        back = HEAD if before > x else -HEAD
        return f"{x},{y} {x + back},{y - 5} {x + back},{y + 5}"


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]


Ports = dict[tuple[int, bool], int]
"""Heights at which flows touch a team, by the flow's key and whether it leaves there."""


def draw(teams: Sequence[tuple[Hashable, str]], flows: Sequence[Flow]) -> Picture:
    """Return the picture of ``teams`` (key and name), the first on top, and ``flows`` in order.

    Flows are numbered from 1 as they come; those of a team that is not drawn are left out.
    """
    order = {key: place for place, (key, _) in enumerate(teams)}
    drawn = [flow for flow in flows if flow.source in order and flow.target in order]
    edges = _edges(drawn, order)
    boxes = _boxes(teams, edges)
    ports = _ports(boxes, edges)
    lanes = {side: _lanes([f for f in drawn if f.side is side], ports) for side in Side}
    left, right = (
        EDGE + STUB + LANE * (max(lanes[side].values(), default=-1) + 1)
        for side in (Side.BACK, Side.FORWARD)
    )
    placed = [Box(box.key, left, box.y, box.height, box.lines) for box in boxes]
    arrows = [
        _arrow(flow, number, left, lanes[flow.side][flow.key], ports)
        for number, flow in enumerate(drawn, start=1)
    ]
    bottom = placed[-1].y + placed[-1].height if placed else 0
    return Picture(left + BOX + right, bottom + EDGE, placed, arrows)


def _edges(
    flows: Sequence[Flow], order: dict[Hashable, int]
) -> dict[tuple[Hashable, Side], list[tuple[int, bool]]]:
    """Return which flows touch each side of each team, from above to below.

    Those to and from above come first, the nearest on top, then those from below, the nearest at
    the bottom: inner lanes then lie within outer ones.
    """
    touching: dict[tuple[Hashable, Side], list[tuple[int, int, int, bool]]] = defaultdict(list)
    for place, flow in enumerate(flows):
        ends = ((flow.source, flow.target, True), (flow.target, flow.source, False))
        for here, there, leaves in ends:
            distance = order[there] - order[here]
            rank = (0, -distance) if distance < 0 else (1, -distance)
            touching[here, flow.side].append((*rank, place, leaves))
    return {
        edge: [(flows[place].key, leaves) for _, _, place, leaves in sorted(ends)]
        for edge, ends in touching.items()
    }


def _boxes(
    teams: Sequence[tuple[Hashable, str]],
    edges: dict[tuple[Hashable, Side], list[tuple[int, bool]]],
) -> list[Box]:
    """Return the teams below one another, each as high as its flows and its name ask."""
    boxes, y = [], EDGE
    for key, name in teams:
        lines = name_lines(name)
        ports = max(len(edges.get((key, side), [])) for side in Side)
        height = max(ports * PORT, 18 * len(lines) + PADDING) + PADDING
        boxes.append(Box(key, 0, y, height, lines))
        y += height + GAP
    return boxes


def _ports(
    boxes: Sequence[Box], edges: dict[tuple[Hashable, Side], list[tuple[int, bool]]]
) -> Ports:
    ports: Ports = {}
    for box in boxes:
        for side in Side:
            ends = edges.get((box.key, side), [])
            top = box.y + (box.height - PORT * len(ends)) // 2 + PORT // 2
            for place, end in enumerate(ends):
                ports[end] = top + place * PORT
    return ports


def _lanes(flows: Sequence[Flow], ports: Ports) -> dict[int, int]:
    """Return the lane of each flow, 0 beside the teams: short ones inside, none shared."""
    spans = {
        flow.key: tuple(sorted((ports[flow.key, True], ports[flow.key, False]))) for flow in flows
    }
    taken: list[list[tuple[int, ...]]] = []
    lanes = {}
    for key, span in sorted(spans.items(), key=lambda each: (each[1][1] - each[1][0], each[0])):
        free = (n for n, spans in enumerate(taken) if all(_apart(span, s) for s in spans))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(span)
        lanes[key] = lane
    return lanes


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _arrow(flow: Flow, number: int, left: int, lane: int, ports: Ports) -> Arrow:
    outwards = 1 if flow.side is Side.FORWARD else -1
    edge = left + BOX if flow.side is Side.FORWARD else left
    turn = edge + outwards * (STUB + lane * LANE)
    leaves, arrives = ports[flow.key, True], ports[flow.key, False]
    corners = [(edge, leaves), (turn, leaves), (turn, arrives), (edge, arrives)]
    return Arrow(flow.key, number, corners, (edge + outwards * (NUMBER + 6), leaves))


def name_lines(name: str) -> list[str]:
    """Return ``name`` on at most ``LINES`` lines; what has no room ends in an ellipsis."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer) <= LINE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:LINES]
    if len(lines) > LINES:
        kept[-1] += " …"
    return [_cut(line) for line in kept]


def _cut(line: str) -> str:
    if _width(line) <= LINE:
        return line
    while _width(line) >= LINE:
        line = line[:-1]
    return f"{line.rstrip(' …')}…"


def _width(text: str) -> int:
    """Return how many letters wide ``text`` is; those of some scripts are as wide as two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
