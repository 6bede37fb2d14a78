"""The pages about people, side by side: apps add theirs, and say who may open it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from changeprog.programme.models import Person, Role


@dataclass(frozen=True)
class Tab:
    """A page about people. ``may`` asks whether somebody whose role includes ``least`` opens it."""

    order: int
    label: str
    url_name: str
    least: Role = Role.OBSERVER
    may: Callable[[Person], bool] | None = None


_tabs: list[Tab] = [Tab(0, "Who takes part", "programme:people")]


def register(*tabs: Tab) -> None:
    """Add pages; registering one twice changes nothing."""
    _tabs.extend(tab for tab in tabs if tab not in _tabs)


def tabs_for(person: Person) -> list[dict[str, str]]:
    """Return label and address of the pages that ``person`` may open, in their order."""
    allowed = [tab for tab in sorted(_tabs, key=lambda each: each.order) if _may(tab, person)]
    key = person.programme.key
    return [{"label": tab.label, "url": reverse(tab.url_name, args=[key])} for tab in allowed]


def _may(tab: Tab, person: Person) -> bool:
    return person.may(tab.least) and (tab.may is None or tab.may(person))
