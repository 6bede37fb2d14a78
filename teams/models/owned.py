"""Whose it is to get something out of the way: taken on, handed over, and both undone."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils.timezone import now

from changeprog.communications.models import Notice
from changeprog.programme import journal
from changeprog.programme.models import Event, Person
from teams.models.logged import Logged

if TYPE_CHECKING:
    from datetime import datetime

ASKED = "barrier.escalated"
"""The kind of notice by which people are asked, and the verb of it."""


class Owned(Logged):
    """A barrier as far as its owner goes.

    ``since`` is when it came into its present hands, or into none; ``occasion`` counts how often
    that was. By both the rule of ``teams.escalation`` knows whom to ask and who was asked.
    """

    since = models.DateTimeField(default=now)
    occasion = models.PositiveIntegerField(default=1)

    if TYPE_CHECKING:
        owner: Person | None
        owner_id: int | None
        knocked_down_at: datetime | None

    class Meta:
        abstract = True

    @transaction.atomic
    def take(self, by: Person) -> bool:
        """Make ``by`` the owner of a barrier that has none; say whether they are the one."""
        free = self._own().standing().unowned()
        if not free.update(owner=by, revision=F("revision") + 1):
            self.refresh_from_db()
            return self.owner == by
        self.take_in_hand()
        self.record("taken", by, undo={"owner": None, "revision": self.revision})
        return True

    @transaction.atomic
    def hand_to(self, owner: Person | None, by: Person) -> bool:
        """Give the barrier to another owner, or to nobody; say whether it is still standing."""
        standing = self._own().standing()
        current = standing.select_for_update().first()
        if current and current.owner_id != (owner.pk if owner else None):
            standing.update(owner=owner, revision=F("revision") + 1)
            self.take_in_hand()
            undo = {"owner": current.owner_id, "revision": self.revision}
            self.record("handed", by, to=owner.name if owner else None, undo=undo)
        return current is not None

    @transaction.atomic
    def hand_back(self, by: Person) -> bool:
        """Undo that ``by`` took it on or handed it over last; say whether it was not too late."""
        acts = Event.objects.of(self).about("barrier.taken", "barrier.handed")
        last = acts.filter(person=by).first()
        kept = last.facts["undo"] if last else {"revision": 0}
        rows = self._own().filter(revision=kept["revision"]).select_for_update()
        if not rows.exists():
            return False
        before = Person.objects.present().filter(pk=kept["owner"]).first()
        return self.hand_to(before, by)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take away what is no barrier; nobody is asked about it, and once back, asked anew."""
        super().remove(by)
        self.take_in_hand()

    def take_in_hand(self) -> None:
        """Begin to wait anew: what was asked so far is answered. Runs in a transaction."""
        row = self.everything().filter(pk=self.pk)
        row.update(since=now(), occasion=F("occasion") + 1)
        self.answered()

    def answered(self) -> None:
        """Ask nobody any more; runs in the transaction that gave the answer."""
        Notice.objects.of(ASKED, f"{self.pk}.").withdraw()
        self.refresh_from_db()

    def refresh_pages(self) -> None:
        """After commit, have live pages show what the journal need not tell once more."""
        transaction.on_commit(partial(journal.tell, self.programme.key, "barrier.shared"))

    def _own(self) -> Any:
        """Return the row itself, unless it was taken away."""
        return type(self).objects.filter(pk=self.pk)
