"""Asking the participants of a workshop again: who is due, and asking each once an occasion.

The question that beat asks is "which follow-ups are due and not asked?". An occasion of a
participant is one row, written in one transaction with the notice, so that two beats at once, or a
worker that is killed, ask nobody twice and forget nobody.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from changeprog.communications.notices import tell
from changeprog.programme.models import Programme
from workshops.models import Commitment, FollowUp, Participant, Workshop
from workshops.models.follow_up import Occasion
from workshops.occasions import AFTER, LATEST, has_come

KIND = "follow_up.asked"
ASIDE = timedelta(days=1)
"""How far a day somewhere may be ahead of, or behind, the day in UTC."""
DETAILS = {
    Occasion.WEEK: "A week has gone by. One minute, and the facilitator alone reads your answer.",
    Occasion.MONTH: "A month has gone by. One minute, and the facilitator alone reads your answer.",
    Occasion.DUE: "Today is the day of your commitment. The facilitator alone reads your answer.",
}
Due = tuple[Participant, Occasion]


def due(moment: datetime) -> list[Due]:
    """Return who is to be asked by ``moment`` and has not been, with the occasion."""
    return list(_due(moment))


def ask_due() -> int:
    """Ask everybody who is due; return how many were asked by this call."""
    return sum(ask(participant, occasion) for participant, occasion in due(now()))


@transaction.atomic
def ask(participant: Participant, occasion: Occasion) -> bool:
    """Ask one participant once for this occasion; say whether this call did it.

    The row is locked, so that somebody who was taken off a moment ago is not asked.
    """
    rows = _reachable().select_for_update(of=("self",))
    locked = rows.filter(pk=participant.pk).first()
    if locked is None or locked.person is None:
        return False
    workshop = locked.workshop
    follow_up, new = FollowUp.objects.get_or_create(
        participant=locked,
        occasion=occasion,
        defaults={"workshop": workshop, "programme": workshop.programme},
    )
    if new:
        tell(
            locked.person,
            KIND,
            f"{workshop.pk}/{occasion}",
            text=f"Where do you stand today to what was agreed in “{workshop.title}”?",
            detail=DETAILS[occasion],
            path=follow_up.get_absolute_url(),
        )
    return new


def unreachable(workshop: Workshop) -> int:
    """Return how many who were in the room cannot be asked: guests, and people without a way in."""
    there = _there().filter(workshop=workshop)
    return there.exclude(pk__in=_reachable().values("pk")).count()


def _there() -> QuerySet[Participant]:
    """Return those who said that they were there, or showed it by a commitment."""
    shown = Q(arrived_at__isnull=False) | Q(commitment__isnull=False)
    return Participant.objects.taking_part().filter(shown)


def _reachable() -> QuerySet[Participant]:
    """Return those who were in the room, still take part in the programme, and can be mailed."""
    people = Q(person__removed_at=None) & ~Q(person__email="") & ~Q(person__role="")
    there = _there().filter(people, person__isnull=False)
    related = there.select_related("person", "workshop__programme")
    return related.filter(Programme.going_on("workshop__programme__"))


def _due(moment: datetime) -> Iterator[Due]:
    near = _near(moment).select_related("commitment").prefetch_related("follow_ups")
    for participant in near.order_by("pk"):
        occasion = _occasion(participant, moment)
        asked = {row.occasion for row in participant.follow_ups.all()}
        if occasion and occasion not in asked:
            yield participant, occasion


def _occasion(participant: Participant, moment: datetime) -> Occasion | None:
    if participant.person is None:
        return None
    zone, closed = participant.person.zone, participant.workshop.closed_at
    promise = getattr(participant, "commitment", None)
    due_on = promise.due if promise and promise.signed_at else None
    closed_on = closed.astimezone(zone).date() if closed else None
    return has_come(closed_on, due_on, moment.astimezone(zone).date())


def _near(moment: datetime) -> QuerySet[Participant]:
    """Return those of whom the days alone say that they may be due."""
    near = Q()
    for occasion, after in AFTER.items():
        first, last = moment - after - LATEST - ASIDE, moment - after + ASIDE
        near |= Q(workshop__closed_at__range=(first, last)) & Q(~_asked(occasion))
    day = (moment + ASIDE).date()
    first_day = (moment - LATEST - ASIDE).date()
    promised = Commitment.objects.signed().filter(due__range=(first_day, day))
    near |= Q(pk__in=promised.values("participant")) & Q(~_asked(Occasion.DUE))
    ended = [Workshop.Status.CLOSED, Workshop.Status.INTERRUPTED]
    return _reachable().filter(near, workshop__status__in=ended)


def _asked(occasion: Occasion) -> Exists:
    rows = FollowUp.objects.filter(participant=OuterRef("pk"), occasion=occasion)
    return Exists(rows)
