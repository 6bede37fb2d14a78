"""The chapters of a review: what the app knows of each, beside which the champion's words stand.

What is confidential is in none of them: once a programme is closed, everybody in it reads them.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from changeprog.programme.models import Programme

SHOWN = 20
"""Facts of a chapter in the review itself; the chapter's own page has the others."""


@dataclass(frozen=True)
class Fact:
    """One thing that the app knows; ``verdict`` says in a word or two how it ended."""

    text: str
    verdict: str = ""
    tone: str = ""
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Known:
    """What the app knows for a chapter: a sentence that sums it up, and the things themselves."""

    summary: str
    facts: tuple[Fact, ...] = ()


Find = Callable[[Programme], Known]
"""Returns what there is to know, in a constant number of queries."""


@dataclass(frozen=True)
class Chapter:
    """A chapter: ``question`` is what the champion answers in their own words."""

    order: int
    name: str
    title: str
    question: str
    icon: str
    find: Find

    def tell(self, programme: Programme, words: str = "") -> "Told":
        """Return the chapter of ``programme`` as it stands now, with the champion's ``words``."""
        known = self.find(programme)
        return Told(
            self.name, self.title, self.question, self.icon, words, known.summary, known.facts
        )


@dataclass(frozen=True)
class Told:
    """A chapter as one programme's review tells it."""

    name: str
    title: str
    question: str
    icon: str
    words: str
    summary: str
    facts: tuple[Fact, ...]

    @property
    def first(self) -> tuple[Fact, ...]:
        """The facts that stand in the review itself."""
        return self.facts[:SHOWN]

    @property
    def more(self) -> int:
        """How many facts stand on the chapter's own page only."""
        return len(self.facts) - len(self.first)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Told":
        facts = tuple(Fact(**fact) for fact in kept["facts"])
        return cls(**{**kept, "facts": facts})


_chapters: dict[str, Chapter] = {}


def register(*chapters: Chapter) -> None:
    """Add chapters to every review; registering one twice changes nothing."""
    _chapters.update({chapter.name: chapter for chapter in chapters})


def every() -> list[Chapter]:
    """Return the chapters in their order."""
    return sorted(_chapters.values(), key=lambda chapter: chapter.order)


def find(name: str) -> Chapter | None:
    """Return the chapter of that name."""
    return _chapters.get(name)


def count(number: int, one: str, many: str) -> str:
    """Return "1 milestone" or "3 milestones"."""
    return f"{number} {one if number == 1 else many}"


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say anything as one sentence: "3 reached, 1 late."."""
    said = ", ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}." if said else ""
