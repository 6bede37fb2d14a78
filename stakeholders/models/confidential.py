"""What is known of people on the map: kept from those it does not concern, and erasable."""

from typing import Any, ClassVar

from changeprog.direction.models.removable import Removable
from changeprog.programme.models import Event, Person, Visibility


class Confidential(Removable):
    """A row whose events say that something happened, never to whom or in which words.

    For the way back an event keeps what fields held before ("undo"), which no page shows and
    ``own_record.erase`` deletes with the rest.
    """

    VISIBILITY: ClassVar[Visibility] = Visibility.FACILITATORS

    class Meta:
        abstract = True

    def record(self, act: str, by: Person | None, **facts: Any) -> Event:
        """Write into the journal that ``by`` did ``act``; of what changed, only the fields."""
        if changes := facts.pop("changes", None):
            facts["fields"] = sorted(changes)
        return Event.record(
            self.programme,
            f"{self.NOUN}.{act}",
            by=by,
            subject=self,
            visibility=self.VISIBILITY,
            **facts,
        )
