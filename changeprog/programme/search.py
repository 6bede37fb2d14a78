"""Search: apps register finders, and everybody finds only what they may see.

A finder gets the programme, the person who searches and the words, and returns hits::

    def find_milestones(programme: Programme, person: Person, words: Words) -> list[Hit]:
        mine = Milestone.objects.filter(programme=programme).with_names()
        found = words.among(mine, "name", "evidence")
        return [Hit(each.name, each.get_absolute_url(), each.state) for each in found]


    search.register(Finder(30, "Milestones", "flag", find_milestones))

``words.among`` compares without regard to case and accents, and bounds what is fetched. It asks
for each letter and everything like it in a regular expression, which every PostgreSQL has (the
extensions ``unaccent`` and ``pg_trgm`` are not everywhere), and which reads 5,000 texts in about
the time that LIKE takes: some ten milliseconds.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, TypeVar

from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
    When,
)

from changeprog.programme.models import Person, Programme, Role

LONGEST = 100
"""Characters of what is typed that count."""
MOST = 6
"""Words that count."""
LEAST = 2
"""Letters without which nothing is searched, unless they are of a script with signs for words."""
SUGGESTED, SHOWN = 4, 20
"""Hits of each kind while somebody types, and on the page."""
ACCENT = "[\u0300-\u036f]"
LETTERS = [*range(0x20, 0x2000), *range(0xFF00, 0xFFF0)]
"""Where alphabets with capitals and accents are, and their wide forms."""
Row = TypeVar("Row", bound=Model)


def plain(text: str) -> str:
    """Return ``text`` without capitals and accents: "Évaluer" is "evaluer"."""
    bare = re.sub(ACCENT, "", unicodedata.normalize("NFKD", text)).lower()
    return unicodedata.normalize("NFC", bare)


@cache
def _alike() -> dict[str, str]:
    """Return for each plain letter all letters like it: for "e", among others, "eEéÈēẽ"."""
    alike: dict[str, str] = defaultdict(str)
    for code in LETTERS:
        if chr(code).isalnum():
            alike[plain(chr(code))] += chr(code)
    return dict(alike)


def pattern(word: str) -> str:
    """Return the regular expression of PostgreSQL that finds a plain word however it is written."""
    alike = _alike()
    return "".join(
        f"[{alike[sign]}]{ACCENT}*" if sign in alike else re.escape(sign) for sign in word
    )


@dataclass(frozen=True)
class Words:
    """What somebody searches for, every one of the words; ``limit`` bounds the hits of a kind."""

    wanted: tuple[str, ...]
    limit: int

    @classmethod
    def of(cls, typed: str, limit: int) -> Self:
        """Return the words that were typed; none at all if that is too little to search for."""
        text = plain(typed.replace("\0", " ")[:LONGEST]).strip()
        enough = len(text) >= LEAST or not text.isascii()
        return cls(tuple(dict.fromkeys(text.split()))[:MOST] if enough else (), limit)

    def among(self, rows: QuerySet[Row], title: str, *others: str) -> list[Row]:
        """Return the rows in whose columns all words are found, newest first.

        Those whose ``title`` begins with the first word come before the others. One row more than
        the limit says that there are more.
        """
        patterns = [pattern(word) for word in self.wanted]
        columns = [Value("\n"), F(title), *map(F, others)]
        text = Func(*columns, function="CONCAT_WS", output_field=TextField())
        found: QuerySet[Any] = rows.alias(searched=text)
        for each in patterns:
            found = found.filter(searched__regex=each)
        begins = When(**{f"{title}__regex": f"^{patterns[0]}"}, then=Value(1))
        order = Case(begins, default=Value(0), output_field=IntegerField()).desc()
        return list(found.order_by(order, "-pk")[: self.limit + 1])


@dataclass(frozen=True)
class Hit:
    """Something that was found: its name, where it is, and a word about it."""

    title: str
    url: str
    note: str = ""


Find = Callable[[Programme, Person, Words], list[Hit]]


@dataclass(frozen=True)
class Finder:
    """Finds one kind of thing (``icon`` is a Lucide name), for those whose role includes ``least``.

    What only some of them may see, ``find`` leaves out itself: it knows who searches.
    """

    order: int
    kind: str
    icon: str
    find: Find
    least: Role = Role.OBSERVER


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    kind: str
    icon: str
    hits: list[Hit]
    more: bool
    """Whether there are others, which a further word would bring up."""


_finders: list[Finder] = []


def register(*finders: Finder) -> None:
    """Make kinds of things findable; registering one twice changes nothing."""
    _finders.extend(finder for finder in finders if finder not in _finders)


def search(person: Person, words: Words) -> list[Group]:
    """Return what ``person`` finds, kind by kind, kinds without a hit left out."""
    if not words.wanted:
        return []
    finders = sorted(_finders, key=lambda finder: finder.order)
    groups = [_group(finder, person, words) for finder in finders if person.may(finder.least)]
    return [group for group in groups if group.hits]


def _group(finder: Finder, person: Person, words: Words) -> Group:
    hits = finder.find(person.programme, person, words)
    return Group(finder.kind, finder.icon, hits[: words.limit], len(hits) > words.limit)
