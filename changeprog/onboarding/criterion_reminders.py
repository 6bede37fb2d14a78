"""What waits to be accepted, and figures that were accepted and are in their band no more."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Min, Q
from django.utils.timezone import get_current_timezone, localdate, make_aware

from changeprog.communications import reminders
from changeprog.communications.reminders import Kind, Thing
from changeprog.onboarding.criteria import Standing, standings
from changeprog.onboarding.models import Criterion
from changeprog.onboarding.models.criterion import CriterionQuerySet
from changeprog.programme.models import Programme

PATIENCE = timedelta(days=7)
"""How long somebody may take to look at what is shown before it is late."""


def waiting(last: date) -> Iterator[Thing]:
    """Return what is shown and open, due a week after it was shown; two queries."""
    for each in _watched(Criterion.objects.open().still()):
        since = _shown_at(each)
        if since and (due := localdate(since) + PATIENCE) <= last:
            yield _thing(each, due, since)


def slipped(last: date) -> Iterator[Thing]:
    """Return accepted figures that were outside their band when they were read last."""
    figures = Criterion.objects.accepted().still().filter(kind=Criterion.Kind.FIGURES)
    for each in _watched(figures):
        read = each.watch.last if each.watch else None
        if each.slipped and read and read <= last:
            yield _thing(each, read, _begin_of(read))


def _watched(criteria: CriterionQuerySet) -> list[Standing]:
    shown = Min("evidence__at", filter=Q(evidence__removed_at=None))
    going_on = criteria.filter(Programme.going_on("programme__"), acceptor__removed_at=None)
    rows = going_on.exclude(acceptor=None).with_names().annotate(shown_at=shown)
    return standings(rows)


def _shown_at(standing: Standing) -> datetime | None:
    """Return since when something shows it; nothing while nothing does."""
    if standing.watch is None:
        shown: datetime | None = vars(standing.criterion)["shown_at"]
        return shown
    return _begin_of(standing.watch.due) if standing.watch.holds and standing.watch.due else None


def _begin_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()), get_current_timezone())


def _thing(standing: Standing, due: date, since: datetime) -> Thing:
    criterion = standing.criterion
    return Thing(
        number=criterion.pk,
        programme=criterion.programme,
        due=due,
        title=f"{criterion} ({criterion.whose})",
        path=criterion.get_absolute_url(),
        known_since=max(since, criterion.created_at),
        owners=(criterion.acceptor,) if criterion.acceptor else (),
        team=criterion.team_id,
    )


def register() -> None:
    """Have whoever accepts it reminded: as it is shown, and a week later."""
    reminders.register(
        Kind(
            name="criterion.waiting",
            noun="criterion",
            title="What waits to be accepted",
            due_by=waiting,
            line="It is shown, and waits for your word: {title}",
            ask="You were named for it: accept it, or say what is still missing.",
            offsets=(7, 0),
        ),
        Kind(
            name="criterion.slipped",
            noun="criterion",
            title="Accepted figures that left their band",
            due_by=slipped,
            line="You accepted it, and its figures are not in their band any more: {title}",
            ask="Look at the readings: take your acceptance back, or let it stand.",
            offsets=(0,),
        ),
    )
