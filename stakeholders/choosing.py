"""Whom to ask: the best few, or the fewest who reach everybody that can be reached.

The best *k* are chosen one after the other, each time whoever adds most to what those before them
are worth (``reach``). That worth is monotone, submodular and 0 for nobody, so that the choice is
worth at least 1 - 1/e, about 63 %, of the best there is (Nemhauser, Wolsey and Fisher 1978, An
analysis of approximations for maximizing submodular set functions I, Mathematical Programming 14,
265-294); with people who were asked before, the same holds of what is added to them. Somebody adds
less the later they come, so an old figure bounds the new one, and only those whose old figure is
the highest are looked at again (Minoux 1978, Accelerated greedy algorithms, Optimization Techniques
LNCIS 7, 234-243).

The smallest set reaches each of ``Reach.reachable`` in one way or another, however weak, or asks
them themselves. It is looked for in the same way, by how many people are new; what comes out is
larger than the smallest by a factor of at most 1 + ln(how many one person reaches) (Chvatal 1979).
Whoever turns out not to be needed is left out again, and on a small map ``covering`` looks whether
fewer would do.

Whoever is as good as somebody else gives way to who opens more groups, would reach more alone, or
has the more direct ear of people; then the shape of the map decides (``order``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import comb

from changeprog.programme.steps import Step, counted, unheard
from stakeholders import covering
from stakeholders.reach import Heard, Reach

TRIED = 5_000
"""Choices that are all tried, at most, to say how good the chosen one is."""


@dataclass(frozen=True)
class Choice:
    """Who is proposed, in order, with what each of them adds to those before (in thousandths).

    ``proven``: nothing smaller (or better) exists, all having been tried.
    """

    heard: Heard
    proposed: tuple[int, ...]
    gains: tuple[int, ...]
    proven: bool = False

    @property
    def reach(self) -> Reach:
        return self.heard.reach


def best(reach: Reach, number: int, step: Step = unheard) -> Choice:
    """Return up to ``number`` people to ask on top of those asked; fewer if more add nothing.

    ``step`` hears of each as they are chosen.
    """
    return _chosen(reach, reach.candidates, number, step)


def smallest(reach: Reach, step: Step = unheard) -> Choice:
    """Return the fewest people to ask, on top of those asked, who reach all that can be reached.

    ``step`` hears of each who is looked at as one of them; some of these turn out not to be needed.
    """
    in_order = sorted(reach.candidates, key=reach.ranks.__getitem__)
    masks = {place: covering.bits(reach.rows[place]) for place in in_order}
    left = covering.bits(reach.reachable) & ~covering.bits(reach.empty().reached)
    fewest = covering.fewest(masks, left, _cover(reach, masks, left, step))
    chosen = _chosen(reach, fewest.places, len(fewest.places))
    return replace(chosen, proven=fewest.proven)


def best_of_all(reach: Reach, number: int) -> int | None:
    """Return the highest worth that any ``number`` people have with those asked, in thousandths.

    Every choice is tried; ``None`` where that would be more than ``TRIED``.
    """
    number = min(number, len(reach.candidates))
    if comb(len(reach.candidates), number) > TRIED:
        return None
    return max(
        reach.by((*reach.asked, *chosen)).worth for chosen in combinations(reach.candidates, number)
    )


def _chosen(reach: Reach, among: Iterable[int], number: int, step: Step = unheard) -> Choice:
    """Return up to ``number`` of ``among``, each time whoever adds most."""
    heard = reach.empty()
    before = len(heard.chosen)
    gains = tuple(counted(_grow(reach, among, heard.gain, heard.add, number), step))
    return Choice(heard, tuple(heard.chosen[before:]), gains)


def _cover(reach: Reach, masks: Mapping[int, int], left: int, step: Step) -> covering.Places:
    """Return candidates who cover ``left``, none of whom could be left out."""
    chosen: list[int] = []
    open_bits = left

    def new(start: int) -> int:
        return (masks[start] & open_bits).bit_count()

    def add(start: int) -> int:
        nonlocal open_bits
        found = new(start)
        open_bits &= ~masks[start]
        chosen.append(start)
        return found

    list(counted(_grow(reach, masks, new, add, len(masks)), step))
    return covering.without_spare(masks, left, tuple(chosen))


def _grow(
    reach: Reach,
    among: Iterable[int],
    score: Callable[[int], int],
    add: Callable[[int], int],
    number: int,
) -> Iterator[int]:
    """Add whoever scores highest, and yield what they added, until nobody scores.

    ``score`` never rises as more are added, so that an old score is a bound.
    """
    heap = [(-score(start), start) for start in among]
    heapify(heap)
    for _ in range(number):
        level = _highest(heap, score)
        if not level:
            return
        first = min(level, key=reach.ranks.__getitem__) if len(level) > 1 else level[0]
        added = add(first)
        for start in level:
            if start != first:
                heappush(heap, (-added, start))
        yield added


def _highest(heap: list[tuple[int, int]], score: Callable[[int], int]) -> list[int]:
    """Take those who score highest now off ``heap``; nobody if nobody scores any more."""
    while heap and heap[0][0]:
        bound = heap[0][0]
        level = []
        while heap and heap[0][0] == bound:
            level.append(heappop(heap)[1])
        still = []
        for start in level:
            now = -score(start)
            if now == bound:
                still.append(start)
            else:
                heappush(heap, (now, start))
        if still:
            return still
    return []
