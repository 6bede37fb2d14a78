"""GraphML: people as nodes and ties as edges, as yEd, Gephi, igraph and networkx write it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from stakeholders.reading.markup import DANGEROUS
from stakeholders.reading.network import Link, Network
from stakeholders.reading.table import Allowance, Refused, Table

NAMES = ("name", "label", "person")
"""The attributes of a node that tell how somebody is called, the first of them first."""
ADDRESSES = ("email", "e-mail", "mail")
STRENGTHS = ("strength", "weight", "edge weight")
RELATIONS = ("relation", "kind", "type", "label")
Attributes = dict[str, str]


@dataclass
class _Keys:
    """What the attributes of nodes and edges are called, and what holds where none is given."""

    names: dict[str, str] = field(default_factory=dict)
    defaults: dict[tuple[str, str], str] = field(default_factory=dict)

    def learn(self, key: Element) -> None:
        identity, domain = key.get("id", ""), key.get("for", "all")
        self.names[identity] = key.get("attr.name") or identity
        for default in _children(key, "default"):
            self.defaults[domain, self.names[identity]] = _words(default)

    def attributes(self, element: Element) -> Attributes:
        """Return what is said of a node or an edge, by the attribute's name in small letters."""
        domain = _tag(element)
        known = {name: text for (of, name), text in self.defaults.items() if of in {domain, "all"}}
        for data in _children(element, "data"):
            text = _words(data)
            if text:
                known[self._name(data)] = text
        return {name.casefold(): text for name, text in known.items()}

    def _name(self, data: Element) -> str:
        """Return the attribute's name; what yEd draws a node with is its label."""
        drawn = any(_tag(child).endswith("Node") for child in data)
        key = data.get("key", "")
        return "label" if drawn else self.names.get(key, key)


def read(content: bytes, allowance: Allowance) -> list[Table]:
    """Return a table of people and one of ties; raises ``Refused`` for what is no GraphML."""
    network = Network()
    try:
        _fill(network, content, allowance)
    except DefusedXmlException:
        raise Refused(DANGEROUS) from None
    except (ParseError, LookupError, ValueError) as wrong:
        raise Refused(f"This file is no whole GraphML: {wrong}.") from None
    return network.tables()


def _fill(network: Network, content: bytes, allowance: Allowance) -> None:
    keys, directed, edges, row = _Keys(), True, 0, 0
    for event, element in _elements(content):
        tag = _tag(element)
        if event == "start":
            directed = element.get("edgedefault") != "undirected" if tag == "graph" else directed
            continue
        if tag == "key":
            keys.learn(element)
        elif tag == "node":
            row += 1
            allowance.take(2 + len(element), row)
            _add_node(network, element, keys.attributes(element), row)
            element.clear()
        elif tag == "edge":
            edges += 1
            allowance.take(4, edges)
            _add_edge(network, element, keys.attributes(element), directed, edges)
            element.clear()


def _elements(content: bytes) -> Iterator[tuple[str, Element]]:
    return iter(iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True))


def _add_node(network: Network, element: Element, known: Attributes, row: int) -> None:
    identity = element.get("id", "")
    called = next((name for name in NAMES if known.get(name)), "")
    address = next((known[name] for name in ADDRESSES if name in known), "")
    further = {name: text for name, text in known.items() if name != called}
    network.add_person(identity, known.get(called, identity), address, further, row)


def _add_edge(
    network: Network, element: Element, known: Attributes, directed: bool, row: int
) -> None:
    own = element.get("directed")
    link = Link(
        row,
        element.get("source", ""),
        element.get("target", ""),
        next((known[name] for name in RELATIONS if name in known), ""),
        next((known[name] for name in STRENGTHS if name in known), ""),
    )
    network.add_tie(link, both_ways=not directed if own is None else own == "false")


def _tag(element: Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, tag: str) -> list[Element]:
    return [child for child in element if _tag(child) == tag]


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip()
