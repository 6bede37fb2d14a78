"""News: one entry in the Redis Stream that every stream process reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

STREAM = "live"
KEPT = 10_000
"""About how many entries the Stream keeps: minutes of the busiest hour, a megabyte or two."""


class Kind(StrEnum):
    """What the news asks of a stream process."""

    CHANGED = "changed"
    RECHECK = "recheck"
    REMOVED = "removed"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class News:
    """A name for something that happened; what it looks like now is for the database to say."""

    kind: Kind
    room: str = ""
    key: str = ""
    regions: frozenset[str] = frozenset()
    person: str = ""
    """Whom it is about; where somebody was told something, all of them, apart by spaces."""

    def fields(self) -> dict[Any, Any]:
        """Return the news as the fields of a Stream entry."""
        return {
            "kind": self.kind,
            "room": self.room,
            "key": self.key,
            "regions": " ".join(sorted(self.regions)),
            "person": self.person,
        }

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> "News | None":
        """Return the news in a Stream entry, or None if a newer release wrote another kind."""
        try:
            kind = Kind(fields.get("kind", ""))
        except ValueError:
            return None
        return cls(
            kind=kind,
            room=fields.get("room", ""),
            key=fields.get("key", ""),
            regions=frozenset(fields.get("regions", "").split()),
            person=fields.get("person", ""),
        )
