"""What a person takes part in: apps that know say so, and pages about people show it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from changeprog.programme.models import Person, Programme


@dataclass(frozen=True)
class Part:
    """Something that a person takes part in: its name, where it is, and a word about their part."""

    name: str
    url: str
    note: str = ""


Provider = Callable[[Programme, Collection[Person]], dict[int, list[Part]]]
"""Takes people of a programme and returns their parts by the person's number: one query."""

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have ``provider`` asked for parts; registering one twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def parts_of(programme: Programme, people: Collection[Person]) -> dict[int, list[Part]]:
    """Return the parts of each of ``people`` by the person's number."""
    parts: dict[int, list[Part]] = {}
    for provider in _providers:
        for number, known in provider(programme, people).items():
            parts.setdefault(number, []).extend(known)
    return parts
