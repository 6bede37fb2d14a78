"""Points kept apart: the pass after a layout that lets no two be drawn over each other.

A layout by forces puts people near whom they turn to, and some of them too near to tell apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import hypot

Point = tuple[float, float]
PASSES = 120
"""Times that neighbours push each other away, at most."""
NOTHING = 1e-6
"""Nearer than this, two points are in the same place and are pushed in a direction of their own."""


def fit(points: Sequence[Point], width: float, height: float, margin: float) -> list[Point]:
    """Return ``points`` stretched to fill a box, ``margin`` from its edges; one is its middle."""
    if not points:
        return []
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    across, down = _stretch(xs, width, margin), _stretch(ys, height, margin)
    return list(zip(across, down, strict=True))


def _stretch(values: Sequence[float], size: float, margin: float) -> list[float]:
    low, high = min(values), max(values)
    if high - low < NOTHING:
        return [size / 2] * len(values)
    return [margin + (each - low) / (high - low) * (size - 2 * margin) for each in values]


def apart(points: Sequence[Point], radii: Sequence[float], gap: float) -> list[Point]:
    """Return ``points`` pushed until no two circles around them are nearer than ``gap``.

    Where there is room all distances are kept; the order is kept as well as that allows. The
    points may end up in a larger box than they came from.
    """
    moved = [list(point) for point in points]
    cell = 2 * max(radii, default=0) + gap
    for _ in range(PASSES):
        pushes = 0
        for one, other in _neighbours(moved, cell):
            pushes += _push(moved[one], moved[other], radii[one] + radii[other] + gap, one)
        if not pushes:
            break
    return [(x, y) for x, y in moved]


def _neighbours(points: Sequence[Sequence[float]], cell: float) -> Iterator[tuple[int, int]]:
    """Yield pairs that may be too near, found in a grid of cells as wide as the nearest allowed."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(points):
        cells[int(x // cell), int(y // cell)].append(number)
    for (column, row), inside in sorted(cells.items()):
        around = [cells.get((column + dx, row + dy), []) for dx, dy in FORWARD]
        for place, one in enumerate(inside):
            yield from ((one, other) for other in inside[place + 1 :])
            yield from ((one, other) for near in around for other in near)


FORWARD = ((1, -1), (1, 0), (1, 1), (0, 1))
"""Half of the eight cells around one, so that each pair is met once."""


def _push(one: list[float], other: list[float], wanted: float, number: int) -> bool:
    """Move both away from each other until ``wanted`` is between them; say whether they moved."""
    across, down = other[0] - one[0], other[1] - one[1]
    distance = hypot(across, down)
    if distance >= wanted - NOTHING:
        return False
    if distance < NOTHING:
        across, down, distance = 1.0, (number % 7 - 3) / 3, hypot(1.0, (number % 7 - 3) / 3)
        half = wanted / 2
    else:
        half = (wanted - distance) / 2
    step_x, step_y = across / distance * half, down / distance * half
    one[0], one[1] = one[0] - step_x, one[1] - step_y
    other[0], other[1] = other[0] + step_x, other[1] + step_y
    return True
