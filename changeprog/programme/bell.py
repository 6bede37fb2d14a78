"""The bell in the frame of every page: where one's inbox is, and how much of it is unread.

The app that keeps the inbox says how to count. Pages count with the query for the programmes one
can switch between; streams count for many people at once, in one query.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef
from django.db.models.expressions import Combinable
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from changeprog import live
from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from changeprog.programme.rooms import ProgrammeRoom

NAME = "bell"
Unread = Callable[[OuterRef], Combinable]
"""Takes a reference to a person and returns how much they have not read."""

_kept: list[tuple[str, Unread]] = []


class Frame(ProgrammeRoom):
    """The room of pages that follow nothing but what is in the frame around them."""

    def revision(self, key: str) -> str:
        return ""


FRAME = Frame("frame")


def register(url_name: str, unread: Unread) -> None:
    """Name the page of the inbox, and how to count what is unread in it."""
    _kept[:] = [(url_name, unread)]
    live.carry(live.Belonging(NAME, drawn))


def programmes_of(user: User) -> Any:
    """Return the programmes ``user`` takes part in, each with how much is ``unread`` there."""
    mine = Programme.objects.filter(
        people__user=user, people__removed_at=None, people__role__gt=""
    ).order_by("name")
    return mine.annotate(unread=_kept[0][1](OuterRef("people"))) if _kept else mine


def drawn(people: Collection[str]) -> dict[str, str]:
    """Return the bell of each of these people, by their numbers written out: one query."""
    numbers = [int(number) for number in people if number.isdecimal()]
    known = Person.objects.present().with_role().filter(pk__in=numbers)
    counted = known.annotate(unread=_kept[0][1](OuterRef("pk")))
    rows = counted.values_list("pk", "programme__key", "unread")
    return {str(pk): element(key, unread) for pk, key, unread in rows}


def among(programmes: Iterable[Any], key: str) -> SafeString:
    """Return the bell for the programme called ``key`` among ``programmes_of`` somebody."""
    unread = [each.unread for each in programmes if each.key == key and hasattr(each, "unread")]
    return element(key, unread[0]) if unread else mark_safe("")


@lru_cache(maxsize=4096)
def element(key: str, unread: int) -> SafeString:
    """Return the whole element, the same for everybody with so much unread in a programme."""
    label = f"Inbox, {unread} unread" if unread else "Inbox"
    shown = {"url": reverse(_kept[0][0], args=[key]), "unread": unread, "label": label}
    content = render_to_string("shell/_bell.html", shown)
    return format_html('<div id="{}" class="region">{}</div>', NAME, mark_safe(content))
