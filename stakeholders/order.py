"""In which order people who are as good as one another come: by their place on the map.

Names and the order of a file say nothing about whom to ask, so they decide only between people
whom the map itself does not tell apart. Those come first who open more groups, who would reach
more alone, to whom more turn; then what they are to those around them, looked at in rounds (colour
refinement: two people keep the same colour while the colours around them are the same).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stakeholders.reach import Reach

ROUNDS = 4
"""How far around a person is looked: two steps there, and two back."""


def ranks(reach: "Reach") -> Sequence[int]:
    """Return the rank of everybody, by place; the lowest comes first, no two are the same."""
    colours = _dense(_alone(reach))
    for _ in range(ROUNDS):
        finer = _dense(_around(reach, colours))
        if max(finer, default=0) == max(colours, default=0):
            break
        colours = finer
    people = reach.people
    last = sorted(range(len(people)), key=lambda place: (colours[place], people[place].name, place))
    found = [0] * len(people)
    for rank, place in enumerate(last):
        found[place] = rank
    return found


def _alone(reach: "Reach") -> list[Any]:
    """Return for each person what they are by themselves, the best first when sorted."""
    nobody = reach.by(())
    return [
        (
            -reach.opened[place].bit_count() if place in reach.rows else 0,
            -nobody.gain(place) if place in reach.rows else 0,
            -len(reach.heard_by[place]),
            -someone.weight,
            not someone.eligible,
            someone.asked,
        )
        for place, someone in enumerate(reach.people)
    ]


def _around(reach: "Reach", colours: Sequence[int]) -> list[Any]:
    """Return for each person their colour and those around: groups, who is heard, who hears."""
    groups = _groups(reach, colours)
    heard = [[(colours[end], way) for end, way in ends.items()] for ends in reach.heard_by]
    hearing: list[list[tuple[int, int]]] = [[] for _ in reach.people]
    for start, ends in enumerate(reach.heard_by):
        for end, way in ends.items():
            hearing[end].append((colours[start], way))
    return [
        (colours[place], groups[someone.group], sorted(heard[place]), sorted(hearing[place]))
        for place, someone in enumerate(reach.people)
    ]


def _groups(reach: "Reach", colours: Sequence[int]) -> dict[str, int]:
    """Return the colour of each group: that of the colours in it; no group is one of its own."""
    members: dict[str, list[int]] = defaultdict(list)
    for place, someone in enumerate(reach.people):
        members[someone.group].append(colours[place])
    names = list(members)
    dense = _dense([(name == "", sorted(members[name])) for name in names])
    return dict(zip(names, dense, strict=True))


def _dense(keys: Iterable[Any]) -> list[int]:
    """Return the place of each key among the different ones in order, from 0."""
    listed = list(keys)
    order = sorted(range(len(listed)), key=listed.__getitem__)
    found = [0] * len(listed)
    before: Any = None
    number = -1
    for place in order:
        if number < 0 or listed[place] != before:
            number, before = number + 1, listed[place]
        found[place] = number
    return found
