"""Pajek: a network (`.net`), or several in one project file (`.paj`)."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from stakeholders.reading.network import Link, Network
from stakeholders.reading.table import Allowance, Refused, Table

WORD = re.compile(r'"([^"]*)"|(\S+)')
OF_RELATION = re.compile(r"(\d+)\s*:\s*(.*)")
"""A line that says to which relation it belongs: "2: 1 5 0.5"."""
ARC = 2
"""Words of a line that names two vertices; a third one is the strength."""
VERTEX, TIE = 2, 6
"""Cells that they come to."""
BOTH_WAYS = {"*edges", "*edgeslist"}
ASIDE = "Partitions, vectors and other parts beside the networks are left aside."


@dataclass
class _Reader:
    """Reads line by line; what a line means depends on the last one that begins with a star."""

    allowance: Allowance
    network: Network = field(default_factory=Network)
    labels: dict[str, str] = field(default_factory=dict)
    """Names by the number of the vertex, of the network that is being read."""
    relations: dict[str, str] = field(default_factory=dict)
    relation: str = ""
    title: str = ""
    line: Callable[[str], None] | None = None
    both_ways: bool = False
    matrix_row: int = 0
    row: int = 0
    seen: int = 0
    aside: bool = False
    """Whether something of the file was left aside."""

    def section(self, text: str) -> None:
        """Begin the part that ``text``, such as "*Arcs :1 advice", names."""
        words = _words(text)
        kind, rest = words[0].casefold(), words[1:]
        self.line, self.both_ways, self.matrix_row = None, kind in BOTH_WAYS, 0
        if kind == "*network":
            self.title, self.relation, self.labels = " ".join(rest), "", {}
        elif kind == "*vertices":
            self._begin_vertices(rest)
        elif kind in LINES:
            self._learn_relation(rest)
            self.line = LINES[kind].__get__(self)
        else:
            self.aside = True

    def _begin_vertices(self, rest: list[str]) -> None:
        """Get ready for vertices; those of a partition are only numbers."""
        if self.aside and self.labels:
            return
        if not rest or not rest[0].isdecimal():
            raise Refused("“*Vertices” needs how many there are, as in “*Vertices 21”.")
        self.line = self.vertex

    def _learn_relation(self, rest: list[str]) -> None:
        """Learn which relation follows: ``:1 "advice"`` numbers and names it."""
        self.relation = " ".join(word for word in rest if not word.startswith(":")) or self.title
        for word in rest:
            if word.startswith(":"):
                self.relations[word[1:]] = self.relation

    def vertex(self, text: str) -> None:
        number, *words = _words(text)
        label = html.unescape(words[0]) if words else f"v{number}"
        self._count(VERTEX)
        self.labels[number] = label
        self.network.add_person(label, label, "", {}, self.row)

    def arc(self, text: str) -> None:
        relation = self.relation
        if found := OF_RELATION.match(text):
            relation, text = self.relations.get(found[1], relation), found[2]
        words = _words(text)
        if len(words) < ARC:
            raise Refused(f"Line {self.row:,} names no two vertices: “{text[:40]}”.")
        self._tie(words[0], words[1], relation, words[ARC] if words[ARC:] else "")

    def arcs_list(self, text: str) -> None:
        source, *targets = _words(text)
        for target in targets:
            self._tie(source, target, self.relation)

    def matrix(self, text: str) -> None:
        self.matrix_row += 1
        for target, strength in enumerate(_words(text), start=1):
            if strength.strip("0.") and target != self.matrix_row:
                self._tie(str(self.matrix_row), str(target), self.relation, strength)

    def _tie(self, source: str, target: str, relation: str, strength: str = "") -> None:
        self._count(TIE)
        ends = self.labels.get(source, ""), self.labels.get(target, "")
        self.network.add_tie(Link(self.row, *ends, relation, strength), both_ways=self.both_ways)

    def _count(self, cells: int) -> None:
        self.seen += 1
        self.allowance.take(cells, self.seen)


LINES: dict[str, Callable[..., None]] = {
    "*arcs": _Reader.arc,
    "*edges": _Reader.arc,
    "*arcslist": _Reader.arcs_list,
    "*edgeslist": _Reader.arcs_list,
    "*matrix": _Reader.matrix,
}
"""What a line means, by the part it stands in."""


def read(text: str, allowance: Allowance) -> list[Table]:
    """Return a table of people and one of ties; raises ``Refused`` for what cannot be read."""
    reader = _Reader(allowance)
    for row, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if not words or words.startswith("%"):
            continue
        if words.startswith("*"):
            reader.section(words)
        elif reader.line:
            reader.row = row
            reader.line(words)
    return _noted(reader)


def _noted(reader: _Reader) -> list[Table]:
    tables = reader.network.tables()
    if not tables:
        raise Refused("This Pajek file has no vertices and no arcs.")
    if reader.aside:
        tables[0].notes.append(ASIDE)
    return tables


def _words(text: str) -> list[str]:
    """Return the words of a line; quotation marks hold several together."""
    return [quoted or plain for quoted, plain in WORD.findall(text)] or [""]
