"""What the daily work says about the six principles of the direction."""

from django.db.models import Count, F, Min, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.principles import Evidence, Kind, Moment, Step
from changeprog.direction.principles.rhythm import YEAR
from changeprog.programme.models import Programme, Role
from changeprog.programme.words import days
from teams.models import Barrier, Escalation, Victory
from teams.models.barrier import OLD


def barriers(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell how many barriers were knocked down, and how long the oldest one has been standing."""
    standing = Q(knocked_down_at=None)
    count = Barrier.objects.filter(programme=programme).aggregate(
        standing=Count("pk", filter=standing),
        down=Count("pk", filter=~standing),
        since=Min("logged_at", filter=standing),
    )
    oldest = (moment.today - localdate(count["since"])).days if count["since"] else 0
    page = reverse("teams:barriers", args=[programme.key])
    return of_barriers(count["standing"], count["down"], oldest, page)


def of_barriers(standing: int, down: int, oldest: int, page: str) -> list[Evidence]:
    """Return what it means that so many stand and are down, the ``oldest`` for so many days.

    Standing longer than three weeks speaks against the principle, none of them does for it. None
    knocked down speaks against it only once one stands so long.
    """
    step = Step("Knock down the oldest barrier", page, Role.OBSERVER)
    told = []
    if oldest > OLD:
        words = f"The oldest barrier has been standing for {days(oldest)}"
        told.append(Evidence(words, Kind.MISSING, page, step))
    elif standing:
        words = f"No barrier has been standing for more than {days(OLD)}"
        told.append(Evidence(words, Kind.MET, page))
    if down:
        noun = "1 barrier was" if down == 1 else f"{down} barriers were"
        told.append(Evidence(f"{noun} knocked down", Kind.MET, f"{page}?state=knocked-down"))
    elif oldest > OLD:
        told.append(Evidence("No barrier was knocked down", Kind.MISSING, page, step))
    return told


def in_vain(programme: Programme, _moment: Moment) -> list[Evidence]:
    """Tell about how many standing barriers everybody has been asked, up to the champion."""
    last = Escalation.objects.filter(occasion=F("barrier__occasion"), final=True)
    of_it = last.filter(barrier__programme=programme, barrier__removed_at=None)
    standing = of_it.filter(barrier__knocked_down_at=None)
    page = f"{reverse('teams:barriers', args=[programme.key])}?moves=asked"
    return of_barriers_in_vain(standing.count(), page)


def of_barriers_in_vain(count: int, page: str) -> list[Evidence]:
    """Return what it means that ``count`` barriers do not move though everybody was asked."""
    if not count:
        return []
    noun = "1 barrier has" if count == 1 else f"{count} barriers have"
    step = Step("Answer for what has come up to the champion", page)
    words = f"{noun} come up to the champion and not moved since"
    return [Evidence(words, Kind.MISSING, page, step)]


def victories(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell on which days a victory was promoted, that is, held up for all to see: one a day."""
    held_up = Victory.objects.filter(programme=programme, promoted_at__isnull=False)
    on_days = held_up.annotate(day=TruncDate("promoted_at")).order_by("-day", "pk")
    rows = on_days.distinct("day").values_list("pk", "what", "day")[: YEAR + 1]
    return [
        Evidence(what, Kind.MET, reverse("teams:victory", args=[programme.key, pk]), on=day)
        for pk, what, day in rows
    ]
