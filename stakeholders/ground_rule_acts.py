"""What else can be done with an unwritten ground rule: apps above the map add it, and say where."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse

from changeprog.programme.models import Person
from stakeholders.models import GroundRule

Notes = dict[int, list[str]]
"""What an app has to say about rules, in words, by their numbers."""


@dataclass(frozen=True)
class Act:
    """A page that asks how it is done; ``may`` says to whom it is offered.

    ``notes`` says, of all rules of a page at once, what has come of it so far.
    """

    label: str
    icon: str
    url_name: str
    may: Callable[[Person], bool]
    notes: Callable[[Person, Collection[int]], Notes]

    def url(self, rule: GroundRule) -> str:
        """Return the address that asks about ``rule``."""
        return reverse(self.url_name, args=[rule.programme.key, rule.pk])


_acts: list[Act] = []


def register(act: Act) -> None:
    """Offer an act with every rule; registering one twice changes nothing."""
    if act not in _acts:
        _acts.append(act)


def offered_to(person: Person) -> list[Act]:
    """Return the acts that ``person`` may do."""
    return [act for act in _acts if act.may(person)]


def notes_of(person: Person, rules: Collection[int]) -> Notes:
    """Return what apps have to say about these rules to ``person``."""
    told: Notes = {}
    for act in _acts:
        for number, words in act.notes(person, rules).items():
            told.setdefault(number, []).extend(words)
    return told
