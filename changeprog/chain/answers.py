"""Three answers for everybody: why, what was agreed and whether it happened, and who heard of it.

Everybody reads what they may see one by one anyway, and nothing besides.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from changeprog.chain.whole import (
    EDITION,
    OBJECTIVE,
    Standing,
    Tally,
    Whole,
    standing_of,
    tallies,
    whole_of,
)
from changeprog.direction.models import Milestone, Vision
from changeprog.programme import chain
from changeprog.programme.chain import Kind, Link, Ref
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import links_of, path_to
from teams.models import Action, Barrier
from workshops.models import Commitment

AGREED = ("proposal", "decision", "milestone", "action", "commitment", "trial")
"""The kinds of things that people agree on."""
WORKSHOP = "workshop"
SHOWN = 5
"""Things of one kind that are named, the newest."""
WORRYING = ("is-bad", "is-warn")


@dataclass(frozen=True)
class Came:
    """Something with what came of it, or what it told of, by kind."""

    link: Link
    tallies: list[Tally]


@dataclass(frozen=True)
class Own:
    """Something of the reader's own, with the way down to it."""

    link: Link
    path: list[Link]


@dataclass(frozen=True)
class Answers:
    """What the page says."""

    vision: Vision | None
    objectives: list[Came]
    own: list[Own]
    agreed: list[Tally]
    not_yet: list[Link]
    workshops: list[Came]
    editions: list[Came]
    untold: list[Tally]


def answers(programme: Programme, reader: Person) -> Answers:
    """Return the answers for ``reader``, in a settled number of queries."""
    whole = whole_of(programme, reader)
    kinds = [each for each in chain.kinds() if each.name not in (OBJECTIVE, WORKSHOP, EDITION)]
    agreed = [each for each in kinds if each.name in AGREED]
    standing = standing_of(programme, reader, whole, kinds)
    own = [ref for ref in own_refs(programme, reader) if ref.number in whole.numbers[ref.kind]]
    told, late = _told(whole), _worries(standing, agreed)
    ways, newest = whole.above(own), _newest(whole, told)
    above = {join.upper for join in ways}
    links = links_of(programme, reader, {*newest, *own, *late, *above})

    def came(name: str) -> list[Came]:
        refs = [ref for ref in newest if ref.kind == name and ref in links]
        return [Came(links[ref], came_of(whole, ref, standing)) for ref in refs]

    editions = [ref for ref in newest if ref.kind == EDITION and ref in links]
    return Answers(
        vision=Vision.objects.of(programme).first(),
        objectives=came(OBJECTIVE),
        own=[Own(links[ref], path_to(ref, ways, links)) for ref in own if ref in links],
        agreed=[each for each in tallies(agreed, whole.numbers, standing) if each.count],
        not_yet=[links[ref] for ref in late if ref in links],
        workshops=_latest(came(WORKSHOP)),
        editions=_latest([Came(links[ref], _tallied(told.get(ref, {}))) for ref in editions]),
        untold=_untold(whole, kinds),
    )


def own_refs(programme: Programme, reader: Person) -> list[Ref]:
    """Return what ``reader`` has in hand just now, the next first."""
    mine = Milestone.objects.filter(
        programme=programme, owner=reader, reached_on=None, called_off_on=None
    )
    promised = Commitment.objects.signed().filter(programme=programme, participant__person=reader)
    acts = Action.objects.kept().filter(programme=programme, owner=reader, done_at=None)
    barriers = Barrier.objects.standing().filter(programme=programme, owner=reader)
    asked = [
        ("milestone", mine.order_by("due", "pk")),
        ("commitment", promised.order_by("-due", "-pk")),
        ("action", acts.order_by("due", "pk")),
        ("barrier", barriers.order_by("logged_at", "pk")),
    ]
    return [
        Ref(name, number)
        for name, rows in asked
        for number in rows.values_list("pk", flat=True)[:SHOWN]
    ]


def _latest(rows: list[Came]) -> list[Came]:
    return sorted(rows, key=lambda row: row.link.on or date.min, reverse=True)


def _newest(whole: Whole, told: Collection[Ref]) -> list[Ref]:
    """Return every objective, and the newest workshops and editions; of these, that told of any."""
    editions = [n for n in whole.numbers.get(EDITION, ()) if Ref(EDITION, n) in told]
    lists = {
        OBJECTIVE: sorted(whole.numbers.get(OBJECTIVE, ())),
        WORKSHOP: sorted(whole.numbers.get(WORKSHOP, ()), reverse=True)[:SHOWN],
        EDITION: sorted(editions, reverse=True)[:SHOWN],
    }
    return [Ref(name, number) for name, numbers in lists.items() for number in numbers]


def _worries(standing: Standing, agreed: Collection[Kind]) -> list[Ref]:
    """Return what was agreed and is late or in trouble, what is due longest first."""
    worrying = [
        (shown.on or date.max, Ref(kind.name, number))
        for kind in agreed
        for number, shown in standing.get(kind.name, {}).items()
        if shown.tone in WORRYING
    ]
    return [ref for _, ref in sorted(worrying)][:SHOWN]


def _tallied(found: Mapping[str, Collection[int]], standing: Standing | None = None) -> list[Tally]:
    """Return how many there are of each kind of which there are any."""
    kinds = [each for each in chain.kinds() if found.get(each.name)]
    return list(tallies(kinds, found, standing or {}))


def came_of(whole: Whole, ref: Ref, standing: Standing) -> list[Tally]:
    """Return what came of ``ref``, but for what was told of it."""
    found = {name: each for name, each in whole.below([ref]).items() if name != EDITION}
    return _tallied(found, standing)


def _told(whole: Whole) -> dict[Ref, dict[str, set[int]]]:
    """Return of what each edition told, by kind."""
    told: dict[Ref, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for join in whole.joins:
        if join.lower.kind == EDITION:
            told[join.lower][join.upper.kind].add(join.upper.number)
    return told


def _untold(whole: Whole, kinds: Collection[Kind]) -> list[Tally]:
    """Return how much of what should be told no edition has told of."""
    if not whole.numbers.get(EDITION):
        return []
    told = {join.upper for join in whole.joins if join.lower.kind == EDITION}
    left = {
        kind.name: [n for n in whole.numbers[kind.name] if Ref(kind.name, n) not in told]
        for kind in kinds
        if kind.name in {upper.kind for upper in told}
    }
    return _tallied(left)
