"""People and ties of a graph file, which come to two tables like those of a spreadsheet."""

from dataclasses import dataclass, field, replace

from stakeholders.reading.table import Line, Table

TIES_HEADING = ["from", "from e-mail", "to", "to e-mail", "relation", "strength"]


@dataclass(frozen=True)
class _Node:
    name: str
    address: str
    further: dict[str, str]
    row: int


@dataclass(frozen=True)
class Link:
    """One tie, between two nodes by their names within the file; not every file says how strong."""

    row: int
    source: str
    target: str
    relation: str = ""
    strength: str = ""


@dataclass
class Network:
    """What a graph file says; nodes have names of their own within it, such as "n7" or 7."""

    nodes: dict[str, _Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def add_person(
        self, identity: str, name: str, address: str, further: dict[str, str], row: int
    ) -> None:
        """Add somebody whom the file calls ``identity``; ``further`` is what else it says."""
        self.nodes[identity] = _Node(name, address, further, row)

    def add_tie(self, link: Link, *, both_ways: bool) -> None:
        """Add a tie; one without direction goes both ways."""
        self.links.append(link)
        if both_ways and link.source != link.target:
            self.links.append(replace(link, source=link.target, target=link.source))

    def tables(self) -> list[Table]:
        """Return the people and the ties; a tie to nobody has an empty name."""
        people = Table("People", self._people(), headed=True)
        ties: list[Line] = [
            (each.row, [*self._ends(each), each.relation, each.strength]) for each in self.links
        ]
        heading: Line = (0, TIES_HEADING)
        found = [people, Table("Ties", [heading, *ties], headed=True)]
        return [table for table in found if len(table.lines) > 1]

    def _people(self) -> list[Line]:
        columns = list(dict.fromkeys(name for node in self.nodes.values() for name in node.further))
        lines: list[Line] = [
            (node.row, [node.name, *(node.further.get(column, "") for column in columns)])
            for node in self.nodes.values()
        ]
        return [(0, ["name", *columns]), *lines]

    def _ends(self, link: Link) -> list[str]:
        return [*self._who(link.source), *self._who(link.target)]

    def _who(self, identity: str) -> list[str]:
        node = self.nodes.get(identity)
        return [node.name, node.address] if node else ["", ""]
