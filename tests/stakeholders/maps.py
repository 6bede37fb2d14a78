"""Random small maps for the rules about ambassadors."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from stakeholders.reach import Reach, Someone, Terms, Turning

STRENGTHS = (0.1, 0.25, 0.5, 0.8, 1.0)


@st.composite
def small_maps(
    draw: st.DrawFn, most: int = 7, groups: Sequence[str] = ("", "A", "B", "C")
) -> Reach:
    """A map of up to ``most`` people, some in groups, some won already, some asked."""
    number = draw(st.integers(2, most))
    people = [
        Someone(
            place,
            f"Person {place}",
            draw(st.sampled_from(groups)),
            draw(st.integers(0, 6)),
            draw(st.booleans()) or draw(st.booleans()),
            asked=draw(st.integers(0, 7)) == 0,
        )
        for place in range(number)
    ]
    places = st.integers(0, number - 1)
    pairs = draw(st.sets(st.tuples(places, places).filter(lambda pair: pair[0] != pair[1])))
    ties = [Turning(one, other, draw(st.sampled_from(STRENGTHS))) for one, other in sorted(pairs)]
    return Reach(people, ties, Terms(fade=draw(st.sampled_from((0.0, 0.5, 1.0)))))


def shuffled(reach: Reach, order: Sequence[int], names: Sequence[str] | None = None) -> Reach:
    """The same map with people and ties in another order, and with other names if there are any."""
    people = [reach.people[place] for place in order]
    if names is not None:
        people = [replace(each, name=names[int(str(each.key))]) for each in people]
    return Reach(people, list(reach.ties)[::-1], reach.terms)


def strength_by_hand(reach: Reach, chosen: Sequence[int], end: int) -> float:
    """How strongly ``end`` is reached, written out anew: the best of every way there is."""
    strength: dict[tuple[object, object], float] = {}
    for tie in reach.ties:
        pair = (tie.target, tie.source)
        strength[pair] = max(tie.strength, strength.get(pair, 0))
    key = reach.people[end].key
    ways = [0.0]
    for place in chosen:
        start = reach.people[place].key
        if start == key:
            continue
        ways.append(strength.get((start, key), 0))
        ways += [
            strength.get((start, middle.key), 0)
            * strength.get((middle.key, key), 0)
            * reach.terms.fade
            for middle in reach.people
        ]
    return max(ways)


def subsets(places: Sequence[int]) -> list[tuple[int, ...]]:
    return [each for size in range(len(places) + 1) for each in combinations(places, size)]
