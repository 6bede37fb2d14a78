"""The figures of the network agree with networkx, and point the right way."""

from collections import Counter
from math import isnan
from typing import Any

import networkx as nx  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as some

from stakeholders.network import Figures, Link, Network
from tests.stakeholders import krackhardt

RELATIONS = ("advice", "trust", "reports_to")
places = some.integers(0, 11)
ties = some.lists(some.tuples(places, places, some.sampled_from(RELATIONS)), max_size=70)
networks = ties.map(lambda drawn: Network.of(range(12), [Link(*each) for each in drawn]))


def oracle(network: Network[int] | Network[str]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(network.people)))
    graph.add_edges_from(network.strengths)
    return graph


def contacts(graph: nx.DiGraph) -> nx.Graph:
    """The same without direction; ties both ways weigh two."""
    weights = Counter(tuple(sorted(pair)) for pair in graph.edges)
    undirected = nx.Graph()
    undirected.add_nodes_from(graph)
    undirected.add_weighted_edges_from((*pair, weight) for pair, weight in weights.items())
    return undirected


def near(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


def compare(network: Network[int] | Network[str]) -> None:
    """Hold every figure of everybody against networkx."""
    graph, figures = oracle(network), list(network.figures().values())
    columns = {
        "in_degree": nx.in_degree_centrality(graph),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "constraint": nx.constraint(contacts(graph), weight="weight"),
    }
    for name, expected in columns.items():
        found = [getattr(each, name) for each in figures]
        wanted = [None if isnan(each) else near(each) for each in expected.values()]
        assert found == wanted, name
    assert [each.asked_by for each in figures] == [degree for _, degree in graph.in_degree]


@given(networks)
def test_figures_agree_with_networkx(network: Network[int]) -> None:
    compare(network)


@pytest.mark.parametrize("relation", RELATIONS)
def test_figures_of_the_managers_agree_with_networkx(relation: str) -> None:
    compare(krackhardt.network(relation))


@given(networks)
def test_eigenvectors_agree_with_networkx_where_they_settle(network: Network[int]) -> None:
    found = [each.eigenvector for each in network.figures().values()]
    graph = oracle(network)
    if nx.is_strongly_connected(graph) and nx.is_aperiodic(graph):
        expected = nx.eigenvector_centrality(graph, max_iter=1_000, tol=1e-9)
        assert found == [pytest.approx(each, abs=1e-5) for each in expected.values()]
    if nx.is_directed_acyclic_graph(graph):
        assert found == [None] * len(found)


def test_eigenvectors_of_the_managers_agree_with_networkx() -> None:
    for relation in ("advice", "trust"):
        network = krackhardt.network(relation)
        found = [each.eigenvector for each in network.figures().values()]
        expected = nx.eigenvector_centrality(oracle(network), max_iter=1_000, tol=1e-9)
        assert found == [pytest.approx(each, abs=1e-6) for each in expected.values()]


def test_the_managers_have_as_many_ties_as_were_published() -> None:
    counted = Counter(link.relation for link in krackhardt.links())
    assert counted == {"advice": 190, "trust": 102, "reports_to": 20}


def test_whoever_is_asked_for_advice_is_the_influential_one() -> None:
    figures = krackhardt.network("advice").figures()
    asked = sorted(((each.asked_by, name) for name, each in figures.items()), reverse=True)
    assert asked[:3] == [(18, "Manager 02"), (15, "Manager 21"), (15, "Manager 18")]


def test_whoever_is_reported_to_is_the_influential_one() -> None:
    figures = krackhardt.network("reports_to").figures()
    managers = {name: each.asked_by for name, each in figures.items() if each.asked_by}
    assert managers == {
        "Manager 02": 3,
        "Manager 07": 4,
        "Manager 14": 7,
        "Manager 18": 2,
        "Manager 21": 4,
    }


def test_whoever_everybody_turns_to_stands_out_and_who_asks_does_not() -> None:
    star = Network.of("abcd", [Link(each, "d", "advice") for each in "abc"])
    asked = Figures(3, 1.0, 0.0, 1.0, None, near(1 / 3))
    asking = Figures(0, 0.0, 0.0, 0.0, None, 1.0)
    assert star.figures() == {"a": asking, "b": asking, "c": asking, "d": asked}


def test_somebody_without_contacts_has_no_constraint() -> None:
    figures = Network.of("ab", []).figures()
    nobody = Figures(0, 0.0, 0.0, 0.0, None, None)
    assert figures == {"a": nobody, "b": nobody}


def test_a_network_of_nobody_has_no_figures() -> None:
    assert Network.of([], []).figures() == {}
    assert Network.of(["a"], []).figures() == {"a": Figures(0, 0.0, 0.0, 0.0, None, None)}


def test_several_ties_between_two_count_once_and_as_the_strongest() -> None:
    ties = [Link("a", "b", "advice", 0.5), Link("a", "b", "trust", 0.8), Link("a", "c", "advice")]
    network = Network.of("ab", ties)
    assert network.strengths == {(0, 1): 0.8}
    assert Network.of("ab", ties, ["advice"]).strengths == {(0, 1): 0.5}
    assert Network.of("ab", ties, []).strengths == {}


@given(networks, some.permutations(range(12)))
def test_the_order_of_people_changes_nothing(network: Network[int], order: list[int]) -> None:
    links = [Link(*pair, "advice") for pair in network.strengths]
    shuffled = Network.of(order, links[::-1]).figures()
    for person, figures in network.figures().items():
        found = shuffled[person]
        assert (found.asked_by, found.constraint) == (
            figures.asked_by,
            pytest.approx(figures.constraint) if figures.constraint else figures.constraint,
        )
        assert found.betweenness == pytest.approx(figures.betweenness)
        assert found.closeness == pytest.approx(figures.closeness)
