"""The outline around a group of people on the web."""

from collections.abc import Sequence

from stakeholders.spacing import Point


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the smallest convex outline around ``points``, in order.

    Andrew, Another efficient algorithm for convex hulls in two dimensions, 1979. Of one or two
    points, it is these.
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:  # noqa: PLR2004 -- what can be no outline
        return ordered
    return [*_half(ordered), *_half(ordered[::-1])]


def _half(ordered: Sequence[Point]) -> list[Point]:
    """Return one side of the outline, without its last corner, which begins the other side."""
    side: list[Point] = []
    for point in ordered:
        while len(side) > 1 and _turn(side[-2], side[-1], point) <= 0:
            side.pop()
        side.append(point)
    return side[:-1]


def _turn(before: Point, corner: Point, after: Point) -> float:
    """Return whether one turns left at ``corner``: above 0; right: below."""
    across = (corner[0] - before[0]) * (after[1] - before[1])
    return across - (corner[1] - before[1]) * (after[0] - before[0])
