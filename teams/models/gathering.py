"""What meetings and workshops have in common: planned, gone through part by part, called off."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person, Programme

if TYPE_CHECKING:
    from datetime import datetime

PLANNED, OPEN, CANCELLED = "planned", "open", "cancelled"
"""States that every kind of gathering has."""
AnyGathering = TypeVar("AnyGathering", bound="Gathering")


class GatheringQuerySet(models.QuerySet[AnyGathering]):
    def planned(self) -> Self:
        """Not opened yet."""
        return self.filter(status=PLANNED)

    def open(self) -> Self:
        """Going on."""
        return self.filter(status=OPEN)

    def ahead(self) -> Self:
        """Going on or planned; the one that is going on, or that begins first, comes first."""
        first = models.Case(models.When(status=OPEN, then=0), default=1)
        return self.filter(status__in=[OPEN, PLANNED]).order_by(first, "starts_at", "pk")


class Gathering(Revised):
    """People at one place and time, who go through its parts one after the other.

    ``number`` counts the gatherings of its kind in the programme, ``sequence`` what people's
    calendars have to learn: they show the fields of ``CALENDAR``.
    """

    CALENDAR: ClassVar[Collection[str]]

    if TYPE_CHECKING:
        number: int
        place: str
        starts_at: datetime
        status: str
        sequence: int

    class Meta:
        abstract = True

    @property
    def place_is_link(self) -> bool:
        """Whether the place can be clicked."""
        return self.place.startswith(("https://", "http://")) and " " not in self.place

    @transaction.atomic
    def plan(self, by: Person) -> bool:
        """Save the new one under the next number; the same ``key`` again changes nothing."""
        Programme.objects.select_for_update().get(pk=self.programme_id)
        numbers = self.everything().filter(programme=self.programme)
        self.number = (numbers.aggregate(last=models.Max("number"))["last"] or 0) + 1
        if not self.save_once():
            return False
        self.record("planned", by, starts_at=self.starts_at)
        return True

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        facts = self.replace(based_on, values)
        if not facts:
            return
        if self.status == PLANNED and facts["changes"].keys() & set(self.CALENDAR):
            own = self.everything().filter(pk=self.pk)
            own.update(sequence=models.F("sequence") + 1)
            self.refresh_from_db(fields=["sequence"])
        self.record("changed", by, **facts)

    @transaction.atomic
    def cancel(self, by: Person) -> bool:
        """Call off what is planned; say whether this call did it."""
        values = {"status": CANCELLED, "sequence": models.F("sequence") + 1}
        return self.step(self.everything().filter(status=PLANNED), values, "cancelled", by)

    def step(
        self,
        rows: models.QuerySet[Any],
        values: dict[str, Any],
        act: str,
        by: Person | None,
        **facts: Any,
    ) -> bool:
        """Set ``values`` if it is among ``rows``, with an event; say whether it was."""
        if not rows.order_by().filter(pk=self.pk).update(**values):
            self.refresh_from_db()
            return False
        self.refresh_from_db()
        self.record(act, by, **facts)
        return True


def hand_on(parts: models.QuerySet[Any], seen: int | None, to: int) -> None:
    """Say of ``parts`` that the one that was ``seen`` is over, and that another has begun."""
    moment = now()
    parts.filter(pk=seen or 0).update(ended_at=moment)
    begun = Coalesce("started_at", models.Value(moment))
    parts.filter(pk=to).update(started_at=begun, ended_at=None)
