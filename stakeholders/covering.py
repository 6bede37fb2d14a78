"""The fewest who reach everybody, found by trying: for maps that are small enough.

People are places, and who is covered is a whole number with a bit for each place. Somebody has to
reach the person whom the fewest can reach, so only these are tried for them, and so on; a branch
that cannot become smaller than the smallest cover found is left (branch and bound). After ``TRIES``
steps the search gives up, and then it is said that there may be fewer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

TRIES = 20_000
"""Steps after which the search gives up: about half a second."""
SMALL = 60
"""Candidates up to which it is begun."""

Places = tuple[int, ...]


@dataclass(frozen=True)
class Fewest:
    """Who covers everybody; ``proven`` if it is certain that fewer cannot."""

    places: Places
    proven: bool


def bits(numbers: Iterable[int]) -> int:
    """Return the number with the bit of each of ``numbers`` set."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def set_bits(number: int) -> Iterator[int]:
    """Yield which bits of ``number`` are set, the lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def without_spare(masks: Mapping[int, int], wanted: int, chosen: Places) -> Places:
    """Return ``chosen`` without those who are not needed to cover ``wanted``, last come first."""
    kept = list(chosen)
    for place in reversed(chosen):
        others = 0
        for other in kept:
            if other != place:
                others |= masks[other]
        if not wanted & ~others:
            kept.remove(place)
    return tuple(kept)


def fewest(masks: Mapping[int, int], wanted: int, known: Places) -> Fewest:
    """Return ``known``, which covers ``wanted``, or a smaller cover, if there is one.

    ``masks`` has for each candidate whom they cover; those who come first are tried first.
    """
    if len(masks) > SMALL:
        return Fewest(known, proven=len(known) <= 1)
    search = _Search(masks, wanted, known)
    search.go(search.everything, [])
    return Fewest(search.best, search.tries <= TRIES)


class _Search:
    """The search. Candidates and needs are numbered anew; a need is who could meet it."""

    def __init__(self, masks: Mapping[int, int], wanted: int, known: Places) -> None:
        self.candidates = tuple(masks)
        self.best = known
        self.tries = 0
        needs = {
            bits(n for n, place in enumerate(self.candidates) if masks[place] >> end & 1)
            for end in set_bits(wanted)
        }
        self.needs = sorted(needs, key=lambda who: (who.bit_count(), who))
        self.everything = (1 << len(self.needs)) - 1
        self.meets = [
            bits(n for n, who in enumerate(self.needs) if who >> candidate & 1)
            for candidate in range(len(self.candidates))
        ]

    def go(self, left: int, chosen: list[int]) -> None:
        """Meet what is ``left`` in every way that could still be smaller than the best."""
        self.tries += 1
        if self.tries > TRIES or len(chosen) + self._least(left) >= len(self.best):
            return
        if not left:
            self.best = tuple(self.candidates[number] for number in chosen)
            return
        rarest = self.needs[next(set_bits(left))]
        helpful = sorted(set_bits(rarest), key=lambda n: -(self.meets[n] & left).bit_count())
        for number in helpful:
            self.go(left & ~self.meets[number], [*chosen, number])

    def _least(self, left: int) -> int:
        """Return how many it takes at least to meet what is ``left``."""
        most = max(((meets & left).bit_count() for meets in self.meets), default=0)
        return -(-left.bit_count() // most) if left else 0
