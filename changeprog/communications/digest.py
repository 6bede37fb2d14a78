"""What a digest is made of: sections that the apps register, and the lines in them.

A section is composed once per edition, from the journal between two moments, and frozen with the
edition; each recipient then sees only the lines they may see. A personal section is composed for
one person when their message is written, and stands below the others; whom it may concern is asked
for many at once. Sections of one name, from whichever app, share a heading.

A section belongs to a topic: a procedure with topics tells only of those, one without tells all.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from changeprog.programme.models import Person, Programme, Visibility
from changeprog.programme.models.event import READABLE

_sections: list["Section"] = []
_personal: list["PersonalSection"] = []


@dataclass(frozen=True)
class Line:
    """One thing to tell.

    ``text`` says it, ``detail`` adds a short sentence, ``path`` leads to the thing in the app,
    ``by`` is the name of whoever did it or owns it. Within an edition ``mark`` tells it from the
    others of its passage, and one that is ``left_out`` is told to nobody.
    """

    text: str
    detail: str = ""
    path: str = ""
    by: str = ""
    visibility: str = Visibility.EVERYONE
    mark: str = ""
    left_out: bool = False

    def readable_by(self, person: Person) -> bool:
        """Whether ``person`` may read this line; what is private belongs in a personal section."""
        return self.visibility in READABLE.get(person.role, [])


def no_more_than(most: int, lines: list[Line], path: str) -> list[Line]:
    """Return the first ``most`` lines, and one that leads to the others at ``path``."""
    over = len(lines) - most
    return [*lines[:most], Line(f"And {over} more.", path=path)] if over > 0 else lines


Compose = Callable[[Programme, datetime, datetime], list[Line]]
"""Takes the programme and a window, from the first moment up to but not including the second, and
returns the lines in their order."""


def nothing(_programme: Programme, _since: datetime, _until: datetime) -> list[Line]:
    """Tell nothing: the news of a section that tells only how things stand."""
    return []


@dataclass(frozen=True)
class Section:
    """A heading that every edition may have.

    ``order`` is its place (low is first). ``compose`` returns the lines for an edition's window. A
    section that also tells how things stand has ``news``, which tells only what happened in the
    window: it is what an edition tells that goes out at once. Without a ``topic`` it belongs to
    every procedure.
    """

    name: str
    title: str
    order: int
    compose: Compose
    topic: str = ""
    news: Compose | None = None

    def passage(
        self, programme: Programme, since: datetime, until: datetime, *, at_once: bool
    ) -> "Passage":
        """Return what there is to tell of [``since``, ``until``)."""
        compose = self.news if at_once and self.news else self.compose
        return Passage(self.name, self.title, self.order, tuple(compose(programme, since, until)))


@dataclass(frozen=True)
class PersonalSection:
    """A heading whose lines concern one person only.

    ``concerned`` takes the numbers of readers and returns, in one query, those of whom there may be
    something to tell: most have promised nothing.
    """

    name: str
    title: str
    order: int
    compose: Callable[[Person], list[Line]]
    concerned: Callable[[Collection[int]], Collection[int]]
    topic: str = ""

    def passage(self, person: Person) -> "Passage":
        """Return what there is to tell ``person``."""
        return Passage(self.name, self.title, self.order, tuple(self.compose(person)))


@dataclass(frozen=True)
class Passage:
    """A heading with its lines, as composed; one that is ``left_out`` is told to nobody."""

    name: str
    title: str
    order: int
    lines: tuple[Line, ...]
    left_out: bool = False

    def for_person(self, person: Person) -> "Passage":
        """Return the passage with the lines that ``person`` is told."""
        told = () if self.left_out else self.lines
        lines = (line for line in told if line.readable_by(person) and not line.left_out)
        return replace(self, lines=tuple(lines))

    def readable_by(self, person: Person) -> "Passage":
        """Return the passage with the lines that ``person`` may read, also those left out."""
        return replace(self, lines=tuple(line for line in self.lines if line.readable_by(person)))

    def marked(self) -> "Passage":
        """Return the passage with a mark on each line, by its place."""
        lines = (replace(line, mark=str(place)) for place, line in enumerate(self.lines, 1))
        return replace(self, lines=tuple(lines))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, frozen: dict[str, Any]) -> "Passage":
        lines = tuple(Line(**line) for line in frozen["lines"])
        return cls(**{**frozen, "lines": lines})


def register(*sections: Section) -> None:
    """Add sections to every edition; registering one twice changes nothing."""
    _sections.extend(section for section in sections if section not in _sections)


def register_personal(*sections: PersonalSection) -> None:
    """Add personal sections to every message; registering one twice changes nothing."""
    _personal.extend(section for section in sections if section not in _personal)


def compose(
    programme: Programme,
    since: datetime,
    until: datetime,
    topics: Collection[str] = (),
    *,
    at_once: bool = False,
) -> list[Passage]:
    """Return what there is to tell of [``since``, ``until``), for eyes of every kind.

    Without ``topics`` of all of them; ``at_once`` only what happened, not how things stand.
    """
    told = (section for section in _sections if belongs(section, topics))
    return merged(section.passage(programme, since, until, at_once=at_once) for section in told)


def belongs(section: Section | PersonalSection, topics: Collection[str]) -> bool:
    """Whether a procedure about ``topics``, or about everything, tells a section."""
    return not topics or not section.topic or section.topic in topics


def compose_for(person: Person, topics: Collection[str] = ()) -> list[Passage]:
    """Return what there is to tell ``person`` alone."""
    return compose_for_each([person], topics)[person.pk]


def compose_for_each(
    people: Collection[Person], topics: Collection[str] = ()
) -> dict[int, list[Passage]]:
    """Return what there is to tell each of ``people`` alone, by their number.

    One query for each section, and those of the section for each whom it concerns.
    """
    numbers = {person.pk for person in people}
    told = [section for section in _personal if belongs(section, topics)]
    concerned = [(section, set(section.concerned(numbers))) for section in told]
    return {
        person.pk: merged(each.passage(person) for each, whom in concerned if person.pk in whom)
        for person in people
    }


def merged(passages: Iterable[Passage]) -> list[Passage]:
    """Join passages of one name under the first one's heading, in order, without empty ones."""
    together: dict[str, Passage] = {}
    for passage in sorted(passages, key=lambda p: p.order):
        first = together.get(passage.name, Passage(passage.name, passage.title, passage.order, ()))
        lines = first.lines + passage.lines
        together[passage.name] = Passage(first.name, first.title, first.order, lines)
    return [passage for passage in together.values() if passage.lines]
