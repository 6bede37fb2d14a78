"""What the web of a programme is drawn from: groups, places, bridges, and everybody's figures.

It is worked out by a job when the map changes and kept as a ``Chart``; pages only read it. A
drawing of up to ``layout.AT_ONCE`` people shows them all; of more it shows groups as discs, and the
people of one group at a time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from stakeholders import groups as grouping
from stakeholders.layout import AT_ONCE, Disc, Picture, between, discs, lay_out
from stakeholders.network import Figures, Link, Network

RELATIONS = ("advice", "trust", "reports_to")
"""In the order in which sets of them are named."""
PRECISION = 4
"""Decimals of a figure that are kept."""

Kept = dict[str, Any]
"""What is stored as JSON."""
Row = tuple[int, float, float, float | None, float | None]
"""How many turn to somebody; betweenness, closeness, eigenvector, constraint."""


@dataclass(frozen=True)
class Drawing:
    """``outline`` describes the whole, ``places`` has (group, x, y) of each person, as text keys.

    Where the outline is ``aggregated``, x and y are within the box of the person's own group;
    group 0 is nobody's group.
    """

    outline: Kept
    places: dict[str, tuple[int, float, float]]
    groups: Mapping[int, int | None]


def draw(
    people: Sequence[int], links: Sequence[Link], before: Mapping[int, int] | None = None
) -> Drawing:
    """Return what the web of ``people``, numbers of rows in a fixed order, is drawn from.

    ``before`` has the groups that people were in when it was drawn last.
    """
    network = Network.of(people, links)
    groups = grouping.renumbered(grouping.find(network), before or {})
    outline = _aggregated(network, groups) if len(people) > AT_ONCE else _all(network, groups)
    places = outline.pop("places")
    return Drawing({**outline, "people": len(people)}, places, groups)


def bridges_of(
    network: Network[int], groups: Mapping[int, int | None], figures: Mapping[int, Figures]
) -> dict[str, tuple[int, int]]:
    """Return who bridges groups: how many people of other groups they know, in how many groups."""
    between_ = {person: found.betweenness for person, found in figures.items()}
    found = grouping.bridges(network, groups, between_)
    return {str(person): (each.contacts, each.groups) for person, each in found.items()}


def _all(network: Network[int], groups: Mapping[int, int | None]) -> Kept:
    picture = lay_out(network, groups)
    return {
        "aggregated": False,
        "width": round(picture.width),
        "height": round(picture.height),
        "places": _places(picture, groups),
    }


def _aggregated(network: Network[int], groups: Mapping[int, int | None]) -> Kept:
    made, width = discs(network, groups)
    boxes: Kept = {}
    places: Kept = {}
    for number, alone in _apart(network, groups):
        picture = lay_out(alone, dict.fromkeys(alone.people, number))
        boxes[str(number)] = (round(picture.width), round(picture.height))
        places |= _places(picture, groups)
    return {
        "aggregated": True,
        "width": round(width),
        "height": round(max((disc.y + disc.radius for disc in made), default=0) + 30),
        "discs": [_kept(disc) for disc in made],
        "between": [(*pair, count) for pair, count in between(network, groups).items()],
        "boxes": boxes,
        "places": places,
    }


def _kept(disc: Disc) -> Kept:
    rounded = {"x": round(disc.x, 1), "y": round(disc.y, 1), "radius": round(disc.radius, 1)}
    return asdict(disc) | rounded


def _places(
    picture: Picture, groups: Mapping[int, int | None]
) -> dict[str, tuple[int, float, float]]:
    return {
        str(person): (groups[person] or 0, round(x, 1), round(y, 1))  # type: ignore[index]
        for person, (x, y) in picture.places.items()
    }


def _apart(
    network: Network[int], groups: Mapping[int, int | None]
) -> Iterator[tuple[int, Network[int]]]:
    """Yield each group with the network of its people alone; 0 with those who are in none."""
    members: dict[int, list[int]] = defaultdict(list)
    place: list[int] = []
    for person in network.people:
        group = members[groups[person] or 0]
        place.append(len(group))
        group.append(person)
    ties: dict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for (source, target), strength in network.strengths.items():
        number = groups[network.people[source]] or 0
        if number == (groups[network.people[target]] or 0):
            ties[number][place[source], place[target]] = strength
    for number in sorted(members):
        yield number, Network(tuple(members[number]), ties[number])


def sets_of(links: Sequence[Link]) -> Iterator[tuple[str, ...]]:
    """Yield every set of relations that a page can ask for, the whole one first."""
    there = [name for name in RELATIONS if any(link.relation == name for link in links)]
    for size in range(len(there), 0, -1):
        yield from combinations(there, size)


def row(figures: Figures) -> Row:
    """Return the figures as they are stored."""
    numbers = (figures.betweenness, figures.closeness, figures.eigenvector, figures.constraint)
    rounded = [None if each is None else round(each, PRECISION) for each in numbers]
    return (figures.asked_by, rounded[0] or 0.0, rounded[1] or 0.0, rounded[2], rounded[3])
