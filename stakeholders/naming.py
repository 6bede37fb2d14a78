"""Names that people type: who is meant, and which names complete what is typed so far.

A name that two people have, and one that nobody has, is nobody's until a facilitator says whose it
is. What completes is a name and a function, of everybody in the programme alike: whether somebody
is on the map cannot be told from it, nor anything that the map says of them.
"""

from collections import defaultdict
from collections.abc import Iterable

from changeprog.programme.models import Person, Programme
from stakeholders.importing.fields import fold

LEAST = 2
"""Letters that have to be typed before anything completes them."""
SHOWN = 8
"""Names that are offered at most."""


def colleagues(programme: Programme) -> list[Person]:
    """Return everybody whom somebody may name, by name."""
    people = Person.objects.present().filter(programme=programme)
    return list(people.select_related("function").order_by("name", "pk"))


def completions(people: Iterable[Person], typed: str) -> list[Person]:
    """Return the first of those in whose names every word that was typed begins a word."""
    words = fold(typed).split()
    if len("".join(words)) < LEAST:
        return []
    found: list[Person] = []
    for person in people:
        own = fold(person.name).replace("-", " ").split() + fold(person.name).split()
        if all(any(part.startswith(word) for part in own) for word in words):
            found.append(person)
            if len(found) == SHOWN:
                break
    return found


class Names:
    """Everybody of a programme by name, to find who is meant."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._known: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self._known[fold(person.name)].append(person)

    def meant(self, typed: str, chosen: int | None = None) -> Person | None:
        """Return who is meant by a name, written in either order, or nobody.

        ``chosen`` is the number of the one who was picked, if any: it decides between two people of
        one name, and counts only if the name is still theirs.
        """
        same = self._called(typed)
        picked = [person for person in same if person.pk == chosen]
        return (picked or same)[0] if picked or len(same) == 1 else None

    def _called(self, typed: str) -> list[Person]:
        name = fold(typed)
        last, comma, first = name.partition(",")
        turned = f"{first.strip()} {last.strip()}" if comma else name
        return self._known.get(name) or self._known.get(turned) or []
