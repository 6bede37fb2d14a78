"""What a phone needs to put a programme on its home screen, with a shortcut to what is logged."""

from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from changeprog.programme.models import Person, Role

PAPER, INK_BLUE = "#f8f4ed", "#2d3a9b"
"""Of the light theme, as in tokens.css: a manifest knows one colour of each."""
ICONS = [
    ("img/mark.svg", "any", "image/svg+xml", "any"),
    ("img/icon-192.png", "192x192", "image/png", "any"),
    ("img/icon-512.png", "512x512", "image/png", "any"),
    ("img/icon-maskable.png", "512x512", "image/png", "maskable"),
]
"""File, sizes, type, purpose."""
_shortcuts: list["Shortcut"] = []


@dataclass(frozen=True)
class Shortcut:
    """A page that is one long press away; ``query`` is added to its address."""

    name: str
    url_name: str
    query: str = ""
    least: Role = Role.OBSERVER


def register(*shortcuts: Shortcut) -> None:
    """Add shortcuts, the most important first; registering one twice changes nothing."""
    _shortcuts.extend(each for each in shortcuts if each not in _shortcuts)


def manifest(person: Person) -> dict[str, Any]:
    """Return the web app manifest of the programme as ``person`` may use it."""
    programme = person.programme
    home = programme.get_absolute_url()
    return {
        "id": home,
        "name": f"{programme.name} · Changeprog",
        "short_name": programme.name,
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": INK_BLUE,
        "icons": [
            {"src": static(file), "sizes": sizes, "type": kind, "purpose": purpose}
            for file, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [
            {
                "name": each.name,
                "url": reverse(each.url_name, args=[programme.key]) + each.query,
                "icons": [{"src": static("img/icon-192.png"), "sizes": "192x192"}],
            }
            for each in _shortcuts
            if person.may(each.least)
        ],
    }
