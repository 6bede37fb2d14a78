"""The whole chain of a programme at once, as far as one reader may see it.

However much there is, it is asked for in two queries: one for the numbers of everything, one for
what hangs on what. How things stand is one query for each kind.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from changeprog.programme import chain
from changeprog.programme.chain import Kind, Ref, Shown
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import Join, all_joins, numbers_of

OBJECTIVE = "objective"
EDITION = "edition"
SERVES = "serves"
"""The words of a relation by which something moves an objective."""
MOST = 3000
"""Things of one kind of which it is still asked one by one how they stand."""


@dataclass(frozen=True)
class Whole:
    """Everything in the chain by kind, and how it hangs together."""

    numbers: Mapping[str, Collection[int]]
    joins: Collection[Join]

    @cached_property
    def lower(self) -> Mapping[Ref, list[Ref]]:
        """What hangs on each link itself."""
        found: dict[Ref, list[Ref]] = defaultdict(list)
        for join in self.joins:
            found[join.upper].append(join.lower)
        return found

    @cached_property
    def upper(self) -> Mapping[Ref, list[Join]]:
        """By what each link hangs on something itself."""
        found: dict[Ref, list[Join]] = defaultdict(list)
        for join in self.joins:
            found[join.lower].append(join)
        return found

    @cached_property
    def top(self) -> list[Ref]:
        """What everything hangs on: the vision or, until there is one, the objectives."""
        kind = next((each for each in chain.kinds() if self.numbers.get(each.name)), None)
        name = kind.name if kind and kind.order == chain.kinds()[0].order else OBJECTIVE
        return [Ref(name, number) for number in self.numbers.get(name, ())]

    @cached_property
    def loose(self) -> Mapping[str, list[int]]:
        """What should hang on something up to the vision and does not, the newest first."""
        held = self.below(self.top)
        found = {
            kind.name: sorted(set(self.numbers[kind.name]) - held[kind.name], reverse=True)
            for kind in chain.kinds()
            if kind.rooted and self.numbers.get(kind.name)
        }
        top = {ref.kind for ref in self.top}
        return {name: numbers for name, numbers in found.items() if numbers and name not in top}

    @cached_property
    def unserved(self) -> list[int]:
        """The objectives that nothing serves."""
        served = {join.upper for join in self.joins if join.words == SERVES}
        own = self.numbers.get(OBJECTIVE, ())
        return sorted(number for number in own if Ref(OBJECTIVE, number) not in served)

    def below(self, refs: Iterable[Ref]) -> dict[str, set[int]]:
        """Return everything that came of ``refs``, by kind and without themselves."""
        found: dict[str, set[int]] = defaultdict(set)
        ahead = list(refs)
        while ahead:
            for ref in self.lower.get(ahead.pop(), ()):
                if ref.number not in found[ref.kind]:
                    found[ref.kind].add(ref.number)
                    ahead.append(ref)
        return found

    def above(self, refs: Collection[Ref]) -> list[Join]:
        """Return every join on the way from ``refs`` up."""
        found: list[Join] = []
        ahead, seen = list(refs), set(refs)
        while ahead:
            joins = self.upper.get(ahead.pop(), [])
            found += joins
            ahead += [join.upper for join in joins if join.upper not in seen]
            seen |= {join.upper for join in joins}
        return found

    def kinds_below(self, name: str) -> list[Kind]:
        """Return the kinds after the one called ``name`` of which there is anything."""
        order = chain.kind_named(name).order
        return [each for each in chain.kinds() if each.order > order and self.numbers[each.name]]


def whole_of(programme: Programme, reader: Person) -> Whole:
    """Return everything that ``reader`` may see: two queries."""
    return Whole(numbers_of(programme, reader), all_joins(programme, reader))


@dataclass(frozen=True)
class State:
    """How many stand one way: ``word`` such as "reached", empty where nothing is to be said."""

    word: str
    tone: str
    count: int


@dataclass(frozen=True)
class Tally:
    """How many things of a kind there are, and how they stand as far as that is known."""

    kind: Kind
    count: int
    states: list[State] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The kind's name for as many as there are."""
        return (self.kind.label if self.count == 1 else self.kind.plural).lower()

    @property
    def told(self) -> list[State]:
        """The states that have a word."""
        return [each for each in self.states if each.word]


Standing = Mapping[str, Mapping[int, Shown]]
"""How things stand, by kind and number."""


def standing_of(
    programme: Programme, reader: Person, whole: Whole, kinds: Iterable[Kind]
) -> dict[str, dict[int, Shown]]:
    """Return how everything of ``kinds`` stands: one query for each kind that says so."""
    asked = [each for each in kinds if _is_asked(each, whole)]
    return {kind.name: _standing(programme, reader, kind) for kind in asked}


def tally(kind: Kind, numbers: Collection[int], standing: Standing) -> Tally:
    """Count ``numbers`` of a kind by how they stand, those that are well first."""
    known = standing.get(kind.name, {})
    shown = (known[number] for number in numbers if number in known)
    counts = Counter((each.state, each.tone) for each in shown)
    states = [State(word, tone, count) for (word, tone), count in counts.items()]
    return Tally(kind, len(numbers), sorted(states, key=_from_good_to_bad))


def tallies(
    kinds: Iterable[Kind], found: Mapping[str, Collection[int]], standing: Standing
) -> Iterator[Tally]:
    """Yield how many there are of each of ``kinds``, none included."""
    return (tally(kind, found.get(kind.name, ()), standing) for kind in kinds)


TONES = ("is-good", "is-accent", "", "is-warn", "is-bad")


def _from_good_to_bad(state: State) -> tuple[int, str]:
    return TONES.index(state.tone) if state.tone in TONES else len(TONES), state.word


def _is_asked(kind: Kind, whole: Whole) -> bool:
    says = kind.shown is not chain.by_name and kind.name != EDITION
    return says and 0 < len(whole.numbers.get(kind.name, ())) <= MOST


def _standing(programme: Programme, reader: Person, kind: Kind) -> dict[int, Shown]:
    shown = {}
    for row in kind.readable(programme, reader):
        if hasattr(row, "programme_id"):
            row.programme = programme  # rather than a copy asked for again
        shown[row.pk] = kind.shown(row)
    return shown
