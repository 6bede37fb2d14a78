"""Which milestone waits for which: chains of them, and whether one more would close a circle."""

from collections import deque
from collections.abc import Iterable, Mapping


def chain(waits: Mapping[int, Iterable[int]], start: int, end: int) -> list[int]:
    """Return a shortest chain in which ``start`` waits for something that waits … for ``end``.

    ``waits`` maps each to those it waits for. Both ends are part of the chain; it is empty when
    ``start`` does not wait for ``end``, directly or through others.
    """
    came_from: dict[int, int] = {start: start}
    next_ones = deque([start])
    while next_ones and end not in came_from:
        here = next_ones.popleft()
        fresh = [other for other in waits.get(here, ()) if other not in came_from]
        came_from |= dict.fromkeys(fresh, here)
        next_ones.extend(fresh)
    return _back(came_from, start, end) if end in came_from else []


def _back(came_from: Mapping[int, int], start: int, end: int) -> list[int]:
    """Return the way from ``start`` to ``end`` that ``came_from`` tells backwards."""
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
