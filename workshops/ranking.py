"""Ranking: what got more dots comes first, and what got as many shares its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Votable(Protocol):
    """What can be voted for: named by its ``target``."""

    @property
    def target(self) -> str: ...


T = TypeVar("T", bound=Votable)


@dataclass(frozen=True)
class Ranked(Generic[T]):
    """Something with its dots, and its place: 1 is the first; equals share one, as in sport."""

    what: T
    dots: int
    place: int


def ranked(things: Iterable[T], dots: Mapping[str, int]) -> list[Ranked[T]]:
    """Return ``things`` by their dots, the most first; equals stay in the order they came in."""
    counted = [(thing, dots.get(thing.target, 0)) for thing in things]
    counted.sort(key=lambda pair: -pair[1])
    placed: list[Ranked[T]] = []
    for position, (thing, count) in enumerate(counted, start=1):
        shared = placed and placed[-1].dots == count
        placed.append(Ranked(thing, count, placed[-1].place if shared else position))
    return placed
