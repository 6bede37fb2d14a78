"""What somebody logs, and may take back while the mistake is fresh."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now

from changeprog.direction.models.removable import Removable
from changeprog.programme.models import Event, Person, Role

TAKING_BACK = timedelta(days=1)
"""How long whoever logged it may take it back, and bring it back, without a champion."""


class Logged(Removable):
    """A victory or a barrier: it says who logged it, and when."""

    if TYPE_CHECKING:
        logged_at: datetime
        logged_by_id: int | None

    class Meta:
        abstract = True

    def may_be_taken_back_by(self, person: Person) -> bool:
        """Champions; whoever logged it within a day of that, and back again within another."""
        recent = now() - (self.removed_at or self.logged_at) < TAKING_BACK
        is_own = self.logged_by_id == person.pk and person.may(Role.MEMBER)
        return person.may(Role.CHAMPION) or (is_own and recent)

    @transaction.atomic
    def bring_back(self, by: Person) -> None:
        """Undo that it was taken back, with what pointed at it."""
        taken = Event.objects.of(self).about(f"{self.NOUN}.removed").first()
        self.restore(by, taken.facts.get("undo", {}) if taken else {})
