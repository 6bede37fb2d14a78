"""Stopping an edition on its way: what has left has left, and the rest can go on later."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.communications.models.decided import Decided, Status
from changeprog.communications.models.delivery import KEPT_BACK
from changeprog.communications.models.posting import State
from changeprog.programme.models import Person


class Stoppable(Decided):
    """``stopped_at`` is when somebody had the rest of it stay here.

    A message that is just being handed to the mail server leaves. One that the mail server did not
    take stays, as does one that somebody has tried again meanwhile: ``drop_unwanted`` sees to it.
    """

    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        stopped_by_id: int | None

    class Meta:
        abstract = True

    @transaction.atomic
    def stop(self, by: Person) -> bool:
        """Send it to nobody else from now on; say whether this call did it."""
        going = self._rows().filter(pk=self.pk, status=Status.APPROVED, stopped_at=None)
        if not going.update(stopped_at=now(), stopped_by=by):
            return False
        self.deliveries.filter(state=State.DUE).update(state=State.SUPPRESSED, reason=KEPT_BACK)
        self.record("stopped", by)
        return True

    @transaction.atomic
    def go_on(self, by: Person) -> bool:
        """Send it to those who have not got it because it was stopped, once."""
        if not self._release():
            return False
        self.record("resumed", by)
        return True

    @transaction.atomic
    def take_approval_back(self, by: Person) -> bool:
        """Undo approving, also of what was stopped before any of it left."""
        self._release()
        return super().take_approval_back(by)

    @transaction.atomic
    def skip(self, by: Person | None, reason: str) -> bool:
        """Send it to nobody, also where it was stopped before any of it left."""
        self._release()
        return super().skip(by, reason)

    def _release(self) -> bool:
        """Owe what was stopped again; whether it was stopped."""
        stopped = self._rows().filter(pk=self.pk).exclude(stopped_at=None)
        if not stopped.update(stopped_at=None, stopped_by=None):
            return False
        kept = self.deliveries.filter(state=State.SUPPRESSED, reason=KEPT_BACK)
        kept.update(state=State.DUE, reason="", trying_since=None, retry_at=None)
        return True
