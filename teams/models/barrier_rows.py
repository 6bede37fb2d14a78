"""Questions about barriers."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Coalesce

from changeprog.programme.models import Person, Programme
from teams.models.escalation import Escalation
from teams.models.me_too import MeToo

if TYPE_CHECKING:
    from teams.models.barrier import Barrier  # noqa: F401 -- named in the queryset's type
    from teams.models.escalation_rule import EscalationRule

TIMED_EVERYWHERE = timedelta(days=1)
"""Further ahead than any clock is another one: a day that is over nowhere is not asked about."""


def without_owner() -> models.Q:
    """Return the condition that nobody who still takes part owns a barrier.

    It asks the barrier's own row, without a join: an update that waited for another one then sees
    the owner whom that one has written.
    """
    gone = Person.objects.exclude(removed_at=None)
    return models.Q(owner=None) | models.Q(owner__in=gone)


def _present() -> models.QuerySet[Escalation]:
    """Return the escalations of the barrier of the outer query that have not been answered yet."""
    return Escalation.objects.filter(
        barrier=models.OuterRef("pk"), occasion=models.OuterRef("occasion")
    )


class BarrierQuerySet(models.QuerySet["Barrier"]):
    def standing(self) -> Self:
        """Not knocked down yet, oldest first."""
        return self.filter(knocked_down_at=None).order_by("logged_at", "pk")

    def knocked_down(self) -> Self:
        """Newest success first."""
        return self.exclude(knocked_down_at=None).order_by("-knocked_down_at", "-pk")

    def unowned(self) -> Self:
        """With nobody who could do something about it."""
        return self.filter(without_owner())

    def escalated(self) -> Self:
        """Standing, and somebody is being asked about them."""
        return self.filter(models.Exists(_present()), knocked_down_at=None)

    def stale(self, rule: "EscalationRule", at: datetime) -> Self:
        """Those for the next workshop's parked items, oldest first.

        They have been standing for as long as ``rule`` says, or everybody was asked in vain.
        """
        old = models.Q(logged_at__lte=at - timedelta(days=rule.stale_days))
        in_vain = models.Exists(_present().filter(final=True))
        return self.standing().filter(old | models.Q(in_vain))

    def asked_of(self, person: Person) -> Self:
        """Those about which ``person`` is asked now, because it has come to them."""
        asks_person = _present().filter(asks__person=person)
        return self.standing().filter(models.Exists(asks_person))

    def waiting(self, at: datetime) -> Self:
        """Those that may have to go up at the moment ``at``; the rule decides which of them do."""
        late = models.Q(next_step_due__lt=(at + TIMED_EVERYWHERE).date())
        rows = self.filter(Programme.going_on("programme__"))
        climbing = rows.filter(
            without_owner() | late, ~models.Exists(_present().filter(final=True))
        )
        return climbing.standing().with_names()

    def with_count(self) -> Self:
        """With how many there are, on each of them, even where only the first are fetched."""
        return self.annotate(together=models.Window(models.Count("pk")))

    def with_names(self) -> Self:
        """With everything that a row of a list shows: names, me-toos, how far it has gone up."""
        related = self.select_related(
            "owner", "logged_by", "knocked_down_by", "function", "affected_team", "team"
        )
        same = MeToo.objects.said().filter(barrier=models.OuterRef("pk")).order_by()
        voices = same.values("barrier").annotate(count=models.Count("pk")).values("count")
        highest = _present().order_by("-level")
        return related.annotate(
            me_toos=Coalesce(models.Subquery(voices), 0),
            asked_level=models.Subquery(highest.values("level")[:1]),
            asked_at=models.Subquery(highest.values("at")[:1]),
            asked_in_vain=Coalesce(models.Subquery(highest.values("final")[:1]), False),
        )
