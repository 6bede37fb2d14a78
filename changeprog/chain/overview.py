"""The whole programme for champions: what hangs on what, and what hangs on nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from changeprog.chain.mending import mended_at
from changeprog.chain.whole import (
    EDITION,
    OBJECTIVE,
    Tally,
    Whole,
    standing_of,
    tallies,
    whole_of,
)
from changeprog.programme import chain
from changeprog.programme.chain import Kind, Link, Ref
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import links_of

NAMED = 3
"""Loose things of one kind that are named, the newest; the others have a page."""


@dataclass(frozen=True)
class Thread:
    """One objective with what hangs on it, and the last edition that told of any of it."""

    link: Link
    tallies: list[Tally]
    told: Link | None
    served: bool


@dataclass(frozen=True)
class Loose:
    """Things of one kind that hang on nothing; ``named`` are the newest with where to mend it."""

    kind: Kind
    count: int
    words: str
    named: list[tuple[Link, str]]
    url: str

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.named)


@dataclass(frozen=True)
class Overview:
    """The whole programme as one picture shows it."""

    vision: Link | None
    kinds: list[Kind]
    threads: list[Thread]
    loose: list[Loose]

    @property
    def count(self) -> int:
        """How many things hang on nothing."""
        return sum(each.count for each in self.loose)

    def loose_of(self, kind: Kind) -> Loose | None:
        """Return what of ``kind`` hangs on nothing."""
        return next((each for each in self.loose if each.kind == kind), None)


def overview(programme: Programme, reader: Person) -> Overview:
    """Return the whole programme as far as ``reader`` may see it; queries are a settled number."""
    whole = whole_of(programme, reader)
    own = sorted(whole.numbers.get(OBJECTIVE, ()))
    below = {number: whole.below([Ref(OBJECTIVE, number)]) for number in own}
    loose = loose_numbers(whole)
    named = {name: numbers[:NAMED] for name, numbers in loose.items()}
    there = {name for found in below.values() for name in found} | loose.keys()
    kinds = [each for each in whole.kinds_below(OBJECTIVE) if each.name in there - {EDITION}]
    links = links_of(programme, reader, [*_wanted(whole, own, below), *_refs(named)])
    standing = standing_of(programme, reader, whole, kinds)
    vision = next((links[ref] for ref in whole.top if ref.kind != OBJECTIVE), None)
    return Overview(
        vision,
        kinds,
        [
            _thread(whole, links, number, found, list(tallies(kinds, found, standing)))
            for number, found in below.items()
        ],
        _loose(programme, whole, links),
    )


def loose_numbers(whole: Whole) -> dict[str, list[int]]:
    """Return what hangs on nothing by kind; an objective that nobody serves is told of as such."""
    unserved = {OBJECTIVE: whole.unserved} if whole.unserved else {}
    return {**whole.loose, **unserved}


def loose_words(kind: Kind, count: int) -> str:
    """Say what is wrong with ``count`` things of ``kind``."""
    if kind.name == OBJECTIVE:
        return "objective that nobody serves" if count == 1 else "objectives that nobody serves"
    missing = {
        "victory": "that moves nothing" if count == 1 else "that move nothing",
        "barrier": "in the way of nothing that is named",
        "commitment": "without an objective",
        "milestone": "without an objective",
        "trial": "without an objective",
    }
    name = (kind.label if count == 1 else kind.plural).lower()
    return f"{name} {missing.get(kind.name, 'without a place under the vision')}"


def _thread(
    whole: Whole,
    links: Mapping[Ref, Link],
    number: int,
    found: Mapping[str, Collection[int]],
    counts: list[Tally],
) -> Thread:
    told = links.get(Ref(EDITION, max(found.get(EDITION, ()), default=0)))
    served = number not in whole.unserved
    return Thread(links[Ref(OBJECTIVE, number)], counts, told, served)


def _loose(programme: Programme, whole: Whole, links: Mapping[Ref, Link]) -> list[Loose]:
    page = reverse("chain:loose", args=[programme.key])
    return [
        Loose(
            kind := chain.kind_named(name),
            len(numbers),
            loose_words(kind, len(numbers)),
            [(link, mended_at(programme, link)) for link in _of(name, numbers[:NAMED], links)],
            f"{page}?kind={name}",
        )
        for name, numbers in loose_numbers(whole).items()
    ]


def _of(name: str, numbers: Sequence[int], links: Mapping[Ref, Link]) -> list[Link]:
    return [links[ref] for number in numbers if (ref := Ref(name, number)) in links]


def _wanted(
    whole: Whole, own: Sequence[int], below: Mapping[int, Mapping[str, Collection[int]]]
) -> list[Ref]:
    """Return the links whose names the picture shows: what is above, and what was told last."""
    told = {max(found[EDITION]) for found in below.values() if found.get(EDITION)}
    return [*whole.top, *_refs({OBJECTIVE: own, EDITION: told})]


def _refs(numbers: Mapping[str, Collection[int]]) -> list[Ref]:
    return [Ref(name, number) for name, each in numbers.items() for number in each]
