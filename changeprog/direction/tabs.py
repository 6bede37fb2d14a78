"""The pages of the direction, side by side: one line a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Role


@dataclass(frozen=True)
class Tab:
    """A page that stands among the tabs."""

    label: str
    url_name: str
    least: Role = Role.OBSERVER


TABS = [
    Tab("Overview", "direction:overview"),
    Tab("Timeline", "direction:timeline"),
    Tab("Principles", "direction:principles"),
    Tab("Resources", "direction:resources"),
    Tab("Side effects", "direction:side_effects", Role.MEMBER),
    Tab("Size", "direction:size"),
    Tab("Value", "direction:value"),
    Tab("Charter", "direction:charter"),
]


def tabs_of(request: ProgrammeRequest, label: str, tabs: Iterable[Tab]) -> dict[str, Any]:
    """Return those of ``tabs`` that the viewer may open; ``label`` names them together."""
    shown = [
        {"label": tab.label, "url": reverse(tab.url_name, args=[request.programme.key])}
        for tab in tabs
        if request.person.may(tab.least)
    ]
    return {"label": label, "tabs": shown, "path": request.path}
