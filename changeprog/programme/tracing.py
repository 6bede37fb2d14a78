"""Walking the chain: from one link up to the vision, and down to everything that came of it.

However long the chain, a walk asks one query for each kind that it meets, for a relation never
leads back up; and one query for the names of each kind that is shown.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, Model, QuerySet, Value
from django.db.models.functions import Cast

from changeprog.programme import chain
from changeprog.programme.chain import Kind, Link, Ref, Relation
from changeprog.programme.models import Person, Programme

SHOWN = 5
"""Links of one kind that are named below a link, the newest; the others are counted."""
Numbers = Mapping[str, Collection[int]]
"""Numbers of links by the name of their kind."""


class Join(NamedTuple):
    """That ``lower`` hangs on ``upper``; ``words`` say it from below."""

    upper: Ref
    lower: Ref
    words: str


@dataclass(frozen=True)
class Branch:
    """What came of a link, of one kind: how many there are, and the newest of them."""

    kind: Kind
    count: int
    newest: list[Link]

    @property
    def words(self) -> str:
        """How many of which kind, such as "2 milestones"."""
        called = self.kind.label if self.count == 1 else self.kind.plural
        return f"{self.count} {called.lower()}"

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.newest)


@dataclass(frozen=True)
class Place:
    """Where a link has its place.

    ``path`` leads from the vision, or from as high as it reaches, down to what ``link`` hangs on;
    ``others`` is what else it hangs on itself; ``branches`` is everything that came of it.
    """

    link: Link
    path: list[Link]
    others: list[Link]
    branches: list[Branch]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show beside the link itself."""
        return bool(self.path or self.others or self.branches) or not self.hangs

    @property
    def hangs(self) -> bool:
        """Whether it hangs on the vision, or need not."""
        whole = [*self.path, self.link]
        return whole[0].kind == chain.kinds()[0] or not self.link.kind.rooted


def place_of(subject: Model, programme: Programme, reader: Person) -> Place | None:
    """Return the place of ``subject`` as far as ``reader`` may know, if it is in the chain."""
    kind = chain.kind_of(subject)
    if kind is None:
        return None
    link = kind.link(subject, programme)
    above = joins_above(programme, reader, [link.ref])
    links = links_of(programme, reader, {join.upper for join in above}) | {link.ref: link}
    return Place(
        link,
        path_to(link.ref, above, links),
        others_of(link.ref, above, links),
        branches_of(programme, reader, link.ref),
    )


def paths_of(programme: Programme, reader: Person, refs: Collection[Ref]) -> dict[Ref, list[Link]]:
    """Return the path down to each of ``refs``, together: one query a kind, as for one of them."""
    above = joins_above(programme, reader, refs)
    links = links_of(programme, reader, {join.upper for join in above})
    way = _way_finder(_uppers(above, links))
    return {ref: [links[each] for each in way(ref)] for ref in refs}


def joins_above(programme: Programme, reader: Person, refs: Iterable[Ref]) -> list[Join]:
    """Return every join on the way from ``refs`` up, through what ``reader`` may see."""
    return _walk(programme, reader, refs, upwards=True)


def joins_below(programme: Programme, reader: Person, refs: Iterable[Ref]) -> list[Join]:
    """Return every join on the way from ``refs`` down, through what ``reader`` may see."""
    return _walk(programme, reader, refs, upwards=False)


def all_joins(programme: Programme, reader: Person) -> list[Join]:
    """Return every join between links that ``reader`` may see: one query."""
    return _ask([(each, _rows(each, programme, reader)) for each in chain.relations()])


def numbers_of(programme: Programme, reader: Person) -> dict[str, list[int]]:
    """Return the numbers of all links that ``reader`` may see, by kind: one query."""
    kinds = chain.kinds()
    asked = [
        _numbers(kind.readable(programme, reader), place, "pk", "pk")
        for place, kind in enumerate(kinds)
    ]
    found: dict[str, list[int]] = {kind.name: [] for kind in kinds}
    for place, number, _ in _union(asked):
        found[kinds[place].name].append(number)
    return found


def links_of(programme: Programme, reader: Person, refs: Iterable[Ref]) -> dict[Ref, Link]:
    """Return those of ``refs`` that ``reader`` may see: one query for each kind among them."""
    wanted = _by_kind(refs)
    links = (
        kind.link(row, programme)
        for kind in chain.kinds()
        if kind.name in wanted
        for row in kind.readable(programme, reader).filter(pk__in=wanted[kind.name])
    )
    return {link.ref: link for link in links}


def path_to(ref: Ref, above: Collection[Join], links: Mapping[Ref, Link]) -> list[Link]:
    """Return the longest way down to ``ref`` among the joins ``above`` it, without itself.

    The way that begins at the vision goes before longer ones; ``links`` are those with a name.
    """
    way = _way_finder(_uppers(above, links))
    return [links[each] for each in way(ref)]


def others_of(ref: Ref, above: Collection[Join], links: Mapping[Ref, Link]) -> list[Link]:
    """Return what ``ref`` hangs on itself that is not on the way to it."""
    on_the_way = {link.ref for link in path_to(ref, above, links)}
    return [links[upper] for upper in _uppers(above, links)[ref] if upper not in on_the_way]


def branches_of(programme: Programme, reader: Person, ref: Ref) -> list[Branch]:
    """Return what came of ``ref`` by kind, from above to below."""
    found = _by_kind(join.lower for join in joins_below(programme, reader, [ref]))
    newest = {name: sorted(numbers)[-SHOWN:] for name, numbers in found.items()}
    links = links_of(programme, reader, _refs_of(newest))
    return [
        Branch(
            kind,
            len(found[kind.name]),
            [links[each] for each in reversed(_refs_of({kind.name: newest[kind.name]}))],
        )
        for kind in chain.kinds()
        if kind.name in found
    ]


def _walk(
    programme: Programme, reader: Person, refs: Iterable[Ref], *, upwards: bool
) -> list[Join]:
    reached = _by_kind(refs)
    kinds = chain.kinds()
    joins = []
    for kind in reversed(kinds) if upwards else kinds:
        numbers = reached.get(kind.name)
        if numbers:
            found = _next_to(kind, numbers, programme, reader, upwards=upwards)
            joins += found
            for join in found:
                at = join.upper if upwards else join.lower
                reached[at.kind].add(at.number)
    return joins


def _next_to(
    kind: Kind, numbers: Collection[int], programme: Programme, reader: Person, *, upwards: bool
) -> list[Join]:
    """Return the joins of those links of ``kind``, upwards or down: one query."""
    asked = []
    for each in chain.relations():
        end, field = (each.lower, each.lower_field) if upwards else (each.upper, each.upper_field)
        if end == kind.name:
            rows = _rows(each, programme, reader, only="upper" if upwards else "lower")
            asked.append((each, rows.filter(**{f"{field}__in": numbers})))
    return _ask(asked)


def _rows(
    relation: Relation, programme: Programme, reader: Person, only: str = ""
) -> "QuerySet[Any]":
    """Return the rows of ``relation`` of which ``reader`` may see both ends, or ``only`` one."""
    rows = relation.rows(programme).filter(relation.readable(reader))
    for end in ("upper", "lower"):
        if only in ("", end):
            kind = chain.kind_named(getattr(relation, end))
            field = getattr(relation, f"{end}_field")
            seen = kind.readable(programme, reader).order_by().values("pk")
            rows = rows.filter(**{f"{field}__in": seen})
    return rows


def _ask(asked: "list[tuple[Relation, QuerySet[Any]]]") -> list[Join]:
    """Return the joins in all these rows: one query."""
    queries = [
        _numbers(rows, place, relation.upper_field, relation.lower_field)
        for place, (relation, rows) in enumerate(asked)
    ]
    return [
        Join(Ref(relation.upper, upper), Ref(relation.lower, lower), relation.words)
        for relation, upper, lower in (
            (asked[place][0], upper, lower) for place, upper, lower in _union(queries)
        )
    ]


def _numbers(
    rows: "QuerySet[Any]", place: int, upper: str, lower: str
) -> "QuerySet[Any, tuple[int, int, int]]":
    whole = IntegerField()
    fields = {"at_": Value(place), "upper_": Cast(F(upper), whole), "lower_": Cast(F(lower), whole)}
    joined: QuerySet[Any, tuple[int, int, int]] = (
        rows.order_by().annotate(**fields).values_list("at_", "upper_", "lower_")
    )
    return joined


def _union(queries: "list[QuerySet[Any, tuple[int, int, int]]]") -> set[tuple[int, int, int]]:
    if not queries:
        return set()
    first, *others = queries
    return set(first.union(*others, all=True) if others else first)


def _uppers(above: Iterable[Join], links: Mapping[Ref, Link]) -> dict[Ref, list[Ref]]:
    """Return what hangs on what, among what has a name, in a settled order."""
    uppers: dict[Ref, list[Ref]] = defaultdict(list)
    for join in sorted(above):
        if join.upper in links:
            uppers[join.lower].append(join.upper)
    return uppers


def _way_finder(uppers: Mapping[Ref, Sequence[Ref]]) -> Callable[[Ref], tuple[Ref, ...]]:
    """Return what finds the way down to a link; each part of a way is found once."""
    top = chain.kinds()[0].name

    @cache
    def way(at: Ref) -> tuple[Ref, ...]:
        ways = [(*way(upper), upper) for upper in uppers.get(at, ())]
        return max(ways, key=lambda each: (_rooted_in(each, top), len(each)), default=())

    return way


def _rooted_in(way: Iterable[Ref], top: str) -> bool:
    return any(each.kind == top for each in way)


def _by_kind(refs: Iterable[Ref]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        found[ref.kind].add(ref.number)
    return found


def _refs_of(numbers: Numbers) -> list[Ref]:
    return [Ref(name, number) for name, each in numbers.items() for number in each]
