"""What stands in people's calendars: entries, and the register of who provides them.

An entry has one name wherever it is told, in a person's feed as in an invitation by mail, so that
a calendar that gets both keeps it once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from changeprog.communications.models import CalendarFeed


@dataclass(frozen=True)
class Entry:
    """One thing at a time (two moments) or on days (two dates); ``ends`` is no longer part of it.

    ``uid`` is its name, which no other thing in the world has and which it keeps however often it
    moves; ``sequence`` says which version is the newest. ``url`` is its page. What was called off
    is told as ``cancelled``, so that calendars which know it strike it out.
    """

    uid: str
    sequence: int
    title: str
    starts: date
    ends: date
    url: str
    words: str = ""
    place: str = ""
    cancelled: bool = False

    @property
    def all_day(self) -> bool:
        return not isinstance(self.starts, datetime)

    @property
    def takes_time(self) -> bool:
        """Whether its person has no time for anything else meanwhile; a day leaves time."""
        return not self.all_day and not self.cancelled

    @property
    def method(self) -> str:
        """What an invitation asks of a calendar: to take the entry in, or to strike it out."""
        return "CANCEL" if self.cancelled else "REQUEST"


Provider = Callable[["CalendarFeed", datetime], Iterable[Entry]]
"""Takes a feed and a moment; returns what concerns its person and ends later, in few queries."""

_providers: list[Provider] = []


def register(*providers: Provider) -> None:
    """Add to what a feed holds; registering one twice changes nothing."""
    _providers.extend(provider for provider in providers if provider not in _providers)


def entries(feed: "CalendarFeed", since: datetime) -> list[Entry]:
    """Return what stands in the feed and ends after ``since``, in order, each thing once."""
    provided = (entry for provider in _providers for entry in provider(feed, since))
    return sorted({entry.uid: entry for entry in provided}.values(), key=_place)


def uid(name: object) -> str:
    """Return ``name`` as one that only this copy of the app gives."""
    return f"{name}@{organizer().rpartition('@')[2]}"


def organizer() -> str:
    """Return the address that entries come from: the sender of the mails that carry them."""
    return parseaddr(settings.MAIL_FROM)[1]


def _place(entry: Entry) -> tuple[datetime, str]:
    starts = entry.starts
    moment = starts if isinstance(starts, datetime) else datetime.combine(starts, time(), UTC)
    return moment, entry.uid
