"""Groups of people who turn to one another, found in the ties, and those who connect groups.

Groups come from Louvain's method (Blondel, Guillaume, Lambiotte and Lefebvre, Fast unfolding of
communities in large networks, 2008), which looks for as many ties as possible within groups. It
is networkx's, since rustworkx has none; with 5,000 people and 50,000 ties it takes about a
second. The same ties in the same order give the same groups.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx  # type: ignore[import-untyped]

from stakeholders.network import Key, Network

SEED = 7
"""Of the order in which people are looked at."""
SMALL = 2
"""Fewer people than this are no group."""
BRIDGES = 2
"""People of one group who are marked as its bridges, at most."""


@dataclass(frozen=True)
class Bridge:
    """That somebody connects groups: how many people of others they know, in how many groups."""

    contacts: int
    groups: int


def find(network: Network[Key]) -> dict[Key, int | None]:
    """Return the number of everybody's group, the largest being 1; None for who is alone."""
    found = nx.community.louvain_communities(_contacts(network), seed=SEED)
    numbers: dict[Key, int | None] = dict.fromkeys(network.people)
    groups = [sorted(members) for members in found if len(members) >= SMALL]
    groups.sort(key=lambda members: (-len(members), members))
    for number, members in enumerate(groups, start=1):
        for place in members:
            numbers[network.people[place]] = number
    return numbers


def renumbered(
    groups: Mapping[Key, int | None], before: Mapping[Key, int]
) -> dict[Key, int | None]:
    """Return ``groups`` under the numbers that they had ``before``, as far as they still exist.

    A group is one from before if it has more people of it than any other, and at least half of
    one of the two; the others get the lowest numbers that are free, the largest first. So whoever
    has opened a group sees the same one after a few ties more.
    """
    sizes = Counter(number for number in groups.values() if number is not None)
    old_sizes = Counter(before.values())
    shared = Counter(
        (number, before[person])
        for person, number in groups.items()
        if number is not None and before.get(person)
    )
    names: dict[int, int] = {}
    for (number, old), count in sorted(shared.items(), key=lambda each: (-each[1], each[0])):
        is_same = 2 * count >= min(sizes[number], old_sizes[old])
        if is_same and number not in names and old not in names.values():
            names[number] = old
    free = (number for number in range(1, len(sizes) + 1) if number not in names.values())
    for number in sorted(sizes):
        if number not in names:
            names[number] = next(free)
    return {person: None if own is None else names[own] for person, own in groups.items()}


def _contacts(network: Network[Key]) -> nx.Graph:
    """Return who is in contact with whom, weighed by the strength of both directions."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.people)))
    for place, near in enumerate(network.contacts()):
        graph.add_weighted_edges_from((place, other, weight) for other, weight in near.items())
    return graph


def bridges(
    network: Network[Key], groups: Mapping[Key, int | None], between: Mapping[Key, float]
) -> dict[Key, Bridge]:
    """Return who connects each group with others: those who know most people outside it.

    Each group that has any contact outside has at least one bridge, and a second one who knows at
    least half as many outside. Equal ones are told apart by the groups they reach, then by their
    betweenness, ``between``.
    """
    outside = _outside(network, groups)
    found: dict[Key, Bridge] = {}
    for members in _members(network, groups).values():
        ranked = sorted(
            (person for person in members if person in outside),
            key=lambda person: _rank(outside[person], between[person]),
        )
        found |= {
            person: outside[person]
            for person in ranked[:BRIDGES]
            if 2 * outside[person].contacts >= outside[ranked[0]].contacts
        }
    return found


def _rank(bridge: Bridge, betweenness: float) -> tuple[int, int, float]:
    return -bridge.contacts, -bridge.groups, -betweenness


def _outside(network: Network[Key], groups: Mapping[Key, int | None]) -> dict[Key, Bridge]:
    """Return for whoever knows somebody of another group how many, in how many groups."""
    found = {}
    for place, near in enumerate(network.contacts()):
        person = network.people[place]
        others = [groups[network.people[other]] for other in near]
        foreign = [group for group in others if group != groups[person]]
        if foreign:
            found[person] = Bridge(len(foreign), len(set(foreign)))
    return found


def _members(
    network: Network[Key], groups: Mapping[Key, int | None]
) -> Mapping[int, Sequence[Key]]:
    members: dict[int, list[Key]] = {}
    for person in network.people:
        if (number := groups[person]) is not None:
            members.setdefault(number, []).append(person)
    return members
