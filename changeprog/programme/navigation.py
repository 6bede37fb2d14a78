"""The navigation's register, and what the shell of every page needs to know."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme import arriving, bell
from changeprog.programme.models import Person, Programme, Role

_items: list["Item"] = []
_under: dict[str, str] = {}
_quick: list[tuple[str, Role]] = []


@dataclass(frozen=True)
class Item:
    """A place to go: ``icon`` is a Lucide name, ``key`` the letter typed after ``g``."""

    order: int
    label: str
    icon: str
    url_name: str
    key: str
    least: Role = Role.OBSERVER


@dataclass(frozen=True)
class Link:
    """An item as one page shows it."""

    label: str
    icon: str
    url: str
    key: str
    current: bool


def register(item: Item) -> None:
    """Add a place to the navigation of every programme."""
    if item not in _items:
        _items.append(item)


def register_under(url_name: str, *pages: str) -> None:
    """Mark the place ``url_name`` on ``pages``, too, whose addresses do not begin with its own."""
    _under.update(dict.fromkeys(pages, url_name))


def register_quick(url_name: str, least: Role) -> None:
    """Name the page behind the ``+`` of every page, for those whose role includes ``least``."""
    _quick[:] = [(url_name, least)]


def quick_url(person: Person) -> str:
    """Return the address behind the ``+``, or nothing for those who may not use it.

    In a closed programme nobody does.
    """
    if person.programme.closed_at:
        return ""
    allowed = [url_name for url_name, least in _quick if person.may(least)]
    return reverse(allowed[0], args=[person.programme.key]) if allowed else ""


def links(person: Person, programme: Programme, path: str) -> list[Link]:
    """Return the places that ``person`` may go, the one around ``path`` marked."""
    allowed = [item for item in sorted(_items, key=lambda i: i.order) if person.may(item.least)]
    urls = [reverse(item.url_name, args=[programme.key]) for item in allowed]
    root = programme.get_absolute_url()
    if arrival := arriving.arrival_of(person):
        own, whole = arrival.place, reverse("programme:whole", args=[programme.key])
        allowed.insert(0, Item(0, own.label, own.icon, own.url_name, own.key))
        urls = [arrival.url, *(whole if url == root else url for url in urls)]
    places = {url: url for url in urls} | _pages_under(programme)
    around = [url for url in places if path == url or (url != root and path.startswith(url))]
    here = places.get(max(around, key=len, default=""))
    return [
        Link(item.label, item.icon, url, item.key, current=url == here)
        for item, url in zip(allowed, urls, strict=True)
    ]


def _pages_under(programme: Programme) -> dict[str, str]:
    """Return the addresses of pages that stand elsewhere than their place, with the place's."""
    key = [programme.key]
    return {reverse(page, args=key): reverse(own, args=key) for page, own in _under.items()}


def outbox_url(user: User) -> str:
    """Return where the administrator reads the mail that is kept here, or nothing."""
    return reverse("outbox") if user.is_administrator and not settings.EMAIL_URL else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation and the programmes to switch between, on full pages only."""
    person = getattr(request, "person", None)
    htmx = getattr(request, "htmx", None)
    user = getattr(request, "user", None)
    if not isinstance(user, User) or (htmx and not htmx.boosted):
        return {}
    mine = bell.programmes_of(user)
    context: dict[str, Any] = {"programmes": mine, "outbox_url": outbox_url(user)}
    if person is not None:
        context["navigation"] = links(person, person.programme, request.path)
        context["quick_url"] = quick_url(person)
    return context
