"""What workshops remind people of: their commitments, and questions they have not answered."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from changeprog.communications import reminders
from changeprog.communications.reminders import Kind, Thing
from workshops.models import Commitment, FollowUp, Participant
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from django.db.models import QuerySet

WAITS = timedelta(days=30)
"""After so long nobody is reminded of a question any more."""


def commitments(last: date) -> Iterator[Thing]:
    """Return every signed commitment due by ``last`` that is neither kept nor given up.

    No mail says its words, which the room may not have heard. On its day itself its author is
    asked how it stands (``workshops.following_up``), so no reminder comes on that day or later.
    """
    signed = Commitment.objects.signed().standing().filter(due__gt=now().date(), due__lte=last)
    known = signed.filter(participant__person__isnull=False)
    present: QuerySet[Any] = known.exclude(participant__state=Participant.State.REMOVED)
    for each in present.select_related("programme", "workshop", "participant__person"):
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.due,
            title=each.workshop.title,
            path=each.get_absolute_url(),
            known_since=each.signed_at,
            owners=(each.participant.person,),
        )


def follow_ups(_last: date) -> Iterator[Thing]:
    """Return every question after a workshop that has not been answered."""
    waiting = FollowUp.objects.waiting().filter(asked_at__gte=now() - WAITS)
    known = waiting.filter(participant__person__isnull=False)
    present = known.exclude(participant__state=Participant.State.REMOVED)
    related: QuerySet[Any] = present.exclude(workshop__status=Workshop.Status.CANCELLED)
    for each in related.select_related("programme", "workshop", "participant__person"):
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.asked_at.date(),
            title=each.workshop.title,
            path=each.get_absolute_url(),
            known_since=each.asked_at,
            owners=(each.participant.person,),
        )


def register() -> None:
    """Have people reminded of what they alone are asked."""
    reminders.register(
        Kind(
            name="commitment.due",
            noun="commitment",
            title="Commitments of workshops",
            due_by=commitments,
            line="Your commitment of “{title}”: {day}",
            ask="On that day you are asked how it stands.",
            offsets=(14, 7, 1),
            weekly_while_late=False,
            alone=True,
            private=True,
        ),
        Kind(
            name="follow_up.waits",
            noun="follow_up",
            title="Questions after workshops",
            due_by=follow_ups,
            line="Where do you stand to what was agreed in “{title}”? Asked on {day}",
            ask="One minute, and the facilitator alone reads your answer.",
            offsets=(),
            alone=True,
        ),
    )
