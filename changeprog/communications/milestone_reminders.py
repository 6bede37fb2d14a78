"""Milestones as they are reminded of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, Greatest

from changeprog.communications.reminders import Kind, Thing
from changeprog.direction.models import Milestone


def due_by(last: date) -> Iterator[Thing]:
    """Return every open milestone that is due by ``last``, late ones included; one query."""
    moved = Coalesce(Max("moves__at"), "created_at")
    open_ones = Milestone.objects.open().filter(due__lte=last)
    known: QuerySet[Any] = open_ones.annotate(known_since=Greatest("created_at", moved))
    for each in known.select_related("programme", "owner").order_by("due", "pk"):
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.due,
            title=each.name,
            path=each.get_absolute_url(),
            known_since=each.known_since,
            owners=(each.owner,) if each.owner else (),
            team=each.team_id,
        )


KIND = Kind(
    name="milestone.due",
    noun="milestone",
    title="Milestones",
    due_by=due_by,
    ask="It is yours: say that it is reached, give it another day, or call it off.",
)
