"""Where something of the programme came from: apps that know say so, and its page shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from changeprog.programme.models import Person


@dataclass(frozen=True)
class Origin:
    """One thing it came from: its name, a sentence about it, and where it is.

    ``url`` is empty where the reader may not follow it.
    """

    name: str
    note: str = ""
    url: str = ""


Provider = Callable[[Model, Person], list[Origin]]
"""Takes something and who reads its page, and returns what it came from: one query."""

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have ``provider`` asked for origins; registering one twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def origins_of(subject: Model, reader: Person) -> list[Origin]:
    """Return from what ``subject`` came, as far as ``reader`` may know."""
    return [origin for provider in _providers for origin in provider(subject, reader)]
