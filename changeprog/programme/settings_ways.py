"""Ways that lead on from the settings of a programme: apps name them, champions see them."""

from dataclasses import dataclass

from django.urls import reverse

from changeprog.programme import navigation
from changeprog.programme.models import Programme

_ways: list["Way"] = []


@dataclass(frozen=True)
class Way:
    """A heading with a sentence, and the page that its button leads to."""

    order: int
    title: str
    help: str
    action: str
    icon: str
    url_name: str


@dataclass(frozen=True)
class WayOn:
    """A way as one programme's settings show it."""

    title: str
    help: str
    action: str
    icon: str
    url: str


def register(way: Way) -> None:
    """Add a way, whose page stands under the settings; registering one twice changes nothing."""
    if way not in _ways:
        _ways.append(way)
        navigation.register_under("programme:settings", way.url_name)


def ways(programme: Programme) -> list[WayOn]:
    """Return the ways that lead on from the settings of ``programme``, in their order."""
    return [
        WayOn(
            each.title,
            each.help,
            each.action,
            each.icon,
            reverse(each.url_name, args=[programme.key]),
        )
        for each in sorted(_ways, key=lambda way: way.order)
    ]
