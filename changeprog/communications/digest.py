"""What a digest is made of: sections that the apps register, and the lines in them.

A section is composed once per edition, from the journal between two moments, and frozen with the
edition; each recipient then sees only the lines they may see. A personal section is composed for
one person when their message is written, and stands below the others; whom it may concern is asked
for many at once. Sections of one name, from whichever app, share a heading.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
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
    ``by`` is the name of whoever did it or owns it.
    """

    text: str
    detail: str = ""
    path: str = ""
    by: str = ""
    visibility: str = Visibility.EVERYONE

    def readable_by(self, person: Person) -> bool:
        """Whether ``person`` may read this line; what is private belongs in a personal section."""
        return self.visibility in READABLE.get(person.role, [])


@dataclass(frozen=True)
class Section:
    """A heading that every edition may have.

    ``order`` is its place (low is first). ``compose`` takes the programme and the edition's window,
    from the first moment up to but not including the second, and returns the lines in their order.
    """

    name: str
    title: str
    order: int
    compose: Callable[[Programme, datetime, datetime], list[Line]]


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

    def passage(self, person: Person) -> "Passage":
        """Return what there is to tell ``person``."""
        return Passage(self.name, self.title, self.order, tuple(self.compose(person)))


@dataclass(frozen=True)
class Passage:
    """A heading with its lines, as composed."""

    name: str
    title: str
    order: int
    lines: tuple[Line, ...]

    def for_person(self, person: Person) -> "Passage":
        """Return the passage with the lines that ``person`` may read."""
        lines = tuple(line for line in self.lines if line.readable_by(person))
        return Passage(self.name, self.title, self.order, lines)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, frozen: dict[str, Any]) -> "Passage":
        lines = tuple(Line(**line) for line in frozen["lines"])
        return cls(frozen["name"], frozen["title"], frozen["order"], lines)


def register(*sections: Section) -> None:
    """Add sections to every edition; registering one twice changes nothing."""
    _sections.extend(section for section in sections if section not in _sections)


def register_personal(*sections: PersonalSection) -> None:
    """Add personal sections to every message; registering one twice changes nothing."""
    _personal.extend(section for section in sections if section not in _personal)


def compose(programme: Programme, since: datetime, until: datetime) -> list[Passage]:
    """Return what there is to tell of [``since``, ``until``), for eyes of every kind."""
    return merged(
        Passage(s.name, s.title, s.order, tuple(s.compose(programme, since, until)))
        for s in _sections
    )


def compose_for(person: Person) -> list[Passage]:
    """Return what there is to tell ``person`` alone."""
    return compose_for_each([person])[person.pk]


def compose_for_each(people: Collection[Person]) -> dict[int, list[Passage]]:
    """Return what there is to tell each of ``people`` alone, by their number.

    One query for each section, and those of the section for each whom it concerns.
    """
    numbers = {person.pk for person in people}
    concerned = [(section, set(section.concerned(numbers))) for section in _personal]
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
