"""Somebody's ties in words: who turns to them, and to whom they turn."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from stakeholders.models import Tie
from stakeholders.web import Someone, Web

LISTED = 24
"""Ties of one kind that are listed; of more, the rest is counted."""
WORDS = {
    ("advice", "in"): "Seek their advice",
    ("advice", "out"): "They seek advice from",
    ("trust", "in"): "Trust them",
    ("trust", "out"): "They trust",
    ("reports_to", "in"): "Report to them",
    ("reports_to", "out"): "They report to",
}
"""What is said of a kind of tie from the target's side (in) and from the source's (out)."""


@dataclass(frozen=True)
class Other:
    """Somebody at the other end of the tie with that number."""

    tie: int
    someone: Someone


@dataclass(frozen=True)
class Side:
    """The ties of one kind in one direction."""

    words: str
    others: list[Other]
    more: int


def sides(web: Web) -> list[Side]:
    """Return the ties of the person in focus of every kind, nothing without one."""
    if web.focus is None:
        return []
    me = web.focus.person
    found: dict[tuple[str, str], list[Other]] = defaultdict(list)
    ties = Tie.objects.of_present().filter(Q(source=me) | Q(target=me), programme=web.programme)
    for pk, source, target, relation in ties.values_list("pk", "source", "target", "relation"):
        other = source if target == me else target
        if someone := web.everybody.get(other):
            found[relation, "in" if target == me else "out"].append(Other(pk, someone))
    return [_side(words, found[kind]) for kind, words in WORDS.items() if found[kind]]


def _side(words: str, others: list[Other]) -> Side:
    ordered = sorted(others, key=lambda other: (other.someone.name, other.tie))
    return Side(words, ordered[:LISTED], len(ordered) - len(ordered[:LISTED]))
