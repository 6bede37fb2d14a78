"""Procedures that people keep by hand: whoever answers for one is told when it is time."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from changeprog.communications import notices
from changeprog.communications.models import Procedure

KIND = "procedure.time"


def remind_owners(at: datetime) -> None:
    """Tell each owner whose own clock shows the hour, once for each day; safe to repeat."""
    agreed = Procedure.objects.kept_by_hand().going_on().select_related("programme", "owner")
    for procedure in agreed.filter(owner__removed_at=None).exclude(owner=None):
        if day := time_for(procedure, at):
            remind(procedure, day)


def time_for(procedure: Procedure, at: datetime) -> date | None:
    """Return the day on which it is to be kept and of which nobody has been told, if it struck."""
    if procedure.is_at_once or procedure.owner is None:
        return None
    clocks, told = [procedure.owner.time_zone], procedure.reminded_on
    return procedure.schedule().owed(at, clocks, procedure.starts_at, told)


@transaction.atomic
def remind(procedure: Procedure, day: date) -> None:
    """Tell the owner of that day, unless another beat did."""
    untold = Q(reminded_on=None) | Q(reminded_on__lt=day)
    if procedure.owner and Procedure.objects.filter(untold, pk=procedure.pk).update(
        reminded_on=day
    ):
        notices.tell(
            procedure.owner,
            KIND,
            f"{procedure.pk}/{day.isoformat()}",
            text=f"It is time: {procedure.name}",
            detail=procedure.words,
            path=procedure.get_absolute_url(),
            at_once=True,
            thing=f"procedure/{procedure.pk}",
        )
