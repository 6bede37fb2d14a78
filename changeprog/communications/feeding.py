"""Reading a calendar feed: what it holds now, and how a program asks whether that is new."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.utils.http import http_date, quote_etag
from django.utils.timezone import now

from changeprog.communications import calendar, ical, keys
from changeprog.communications.calendar import Entry
from changeprog.communications.models import CalendarFeed

BEHIND = timedelta(days=90)
"""How long something stays in a feed after it was."""
KEPT = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
"""Only the reader keeps it, and asks again each time."""


@dataclass(frozen=True)
class Reading:
    """What a feed holds, and since when it has held just that."""

    feed: CalendarFeed
    entries: list[Entry]
    etag: str
    changed_at: datetime

    @classmethod
    def of(cls, feed: CalendarFeed, by: str) -> Self:
        """Read ``feed`` for a program that calls itself ``by``."""
        person = feed.person
        entries = calendar.entries(feed, now() - BEHIND)
        content = keys.fingerprint(repr((person.programme.name, person.time_zone, entries)))
        return cls(feed, entries, quote_etag(content), feed.read(content, by))

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it, whether or not the program has it already."""
        changed = http_date(self.changed_at.timestamp())
        return {**KEPT, "ETag": self.etag, "Last-Modified": changed}

    def ical(self) -> bytes:
        """Return it as a calendar; the same content is always the same bytes."""
        person = self.feed.person
        return ical.feed(person.programme, person.time_zone, self.entries, self.changed_at)
