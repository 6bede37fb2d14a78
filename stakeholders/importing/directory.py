"""The people whom rows are about: those of the programme, and those that the same file brings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from stakeholders.importing.fields import fold

Value = int | str | None
"""A level, a text, a day as ISO 8601 writes it, an address, or the key of a person."""


class Unclear(ValueError):  # noqa: N818 -- told to the person in words
    """It cannot be said who is meant."""


@dataclass
class Known:
    """Somebody a row can be about. ``key`` is below zero for somebody whom the file brings."""

    key: int
    name: str
    email: str = ""
    function: str = ""
    owner: int | None = None
    mentor: int | None = None
    said: dict[str, Value] = field(default_factory=dict)
    """What the profile says beside that: levels, texts, the next conversation."""
    stakeholder: int | None = None
    """The number of their profile, also if they were taken off the map."""
    on_map: bool = False
    removed: bool = False
    """Whether they were removed from the programme."""


class Directory:
    """Finds people by e-mail address, then by name without capitals and accents.

    Two people of one name and different addresses are two people. What an address meant once, it
    means for the whole file; so it means that again when the file comes again.
    """

    def __init__(self, people: Iterable[Known]) -> None:
        self._by_email: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._unclear: dict[str, str] = {}
        """The names that several have, by the addresses that stand with them in the file."""
        for person in people:
            self.add(person)

    def add(self, person: Known) -> None:
        """Let ``person`` be found from now on; one who was removed only by their address."""
        if person.email:
            self._by_email[person.email.lower()] = person
        if not person.removed:
            self._by_name[fold(person.name)].append(person)

    def learn_address(self, person: Known, email: str) -> None:
        """Let ``person``, who had none, be found by their address too."""
        person.email = email
        self.let_mean(email, person)

    def let_mean(self, email: str, person: Known) -> None:
        """Let an address that nobody has mean ``person`` in the rest of the file."""
        self._by_email.setdefault(email.lower(), person)

    def find(self, name: str, email: str) -> Known | None:
        """Return who is meant, or nobody; raises ``Unclear``, which says why."""
        if email and (found := self._by_email.get(email.lower())):
            if found.removed:
                raise Unclear(f"{found.name} was removed from the programme. Bring them back first")
            return found
        if shared := self._unclear.get(email.lower()):
            raise Unclear(f"another row calls the same address {shared}, as several are called")
        same = self._by_name.get(fold(name), []) if name else []
        if email:
            same = [person for person in same if not person.email]
        if len(same) > 1:
            if email:
                self._unclear[email.lower()] = name
            raise Unclear(f"{len(same)} people are called {name}. Add the e-mail address")
        return same[0] if same else None
