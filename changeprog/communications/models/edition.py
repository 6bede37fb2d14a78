"""Editions of a digest: what there was to tell of one period, frozen when it was composed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.timezone import now

from changeprog.communications import audience
from changeprog.communications.models.arranged import Arranged
from changeprog.communications.models.decided import (
    REASON,
    EditionOvertaken,
    HasLeft,
    Status,
)
from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.posting import State
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.procedure import Procedure

__all__ = ["REASON", "Edition", "EditionOvertaken", "HasLeft", "Status"]


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest_of(self, procedure: Any) -> models.QuerySet["Edition", Any]:
        """Return the days of a procedure's editions, newest first."""
        days = self.filter(procedure=procedure).order_by("-occurrence")
        return days.values_list("occurrence", flat=True)

    def waiting(self) -> Self:
        """Waiting for somebody to approve them."""
        return self.filter(status=Status.WAITING)

    def with_counts(self) -> Self:
        """Each edition with a count of its deliveries in each state: ``count_sent`` and so on."""
        counts = {
            f"count_{state.value}": models.Count("deliveries", models.Q(deliveries__state=state))
            for state in State
        }
        return self.annotate(**counts)

    def with_names(self) -> Self:
        """With everything that its pages say of the edition itself."""
        return self.select_related(
            "procedure__programme", "procedure__owner", "word_by", "stopped_by"
        )


class Edition(Arranged):
    """One period of a procedure.

    ``occurrence`` is the day it belongs to on every reader's own calendar, ``number`` its place
    among those of the day; it tells of what happened from ``since`` up to but not including
    ``until``. Nothing leaves before it is approved and ``not_before`` has passed. One edition of a
    procedure waits at a time.
    """

    Status = Status

    procedure = models.ForeignKey(
        "communications.Procedure", on_delete=models.CASCADE, related_name="editions"
    )
    occurrence = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    composed_at = models.DateTimeField(default=now)
    number = models.PositiveSmallIntegerField(default=1)

    objects = EditionQuerySet.as_manager()

    if TYPE_CHECKING:
        procedure: "Procedure"  # type: ignore[no-redef]

    class Meta:
        ordering = ["-occurrence", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "occurrence", "number"], name="edition_once_an_occurrence"
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(status=Status.WAITING),
                name="edition_one_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="edition_since_before_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure.name}, {format_date(self.occurrence, 'j F Y')}"

    def get_absolute_url(self) -> str:
        key = self.procedure.programme.key
        return reverse("communications:edition", args=[key, self.pk])

    @property
    def desk_url(self) -> str:
        """The address of the page where people work on it."""
        return reverse("communications:desk", args=[self.procedure.programme.key, self.pk])

    def deliveries_for(self, people: Iterable[Person]) -> list[Delivery]:
        """Return a delivery for each of ``people``, unsaved; who has paused gets none, and why."""
        state = State.WAITING if self.is_waiting else State.DUE
        return [
            Delivery(edition=self, person=person, state=State.SUPPRESSED, reason=audience.PAUSED)
            if person.digest_paused
            else Delivery(edition=self, person=person, state=state)
            for person in people
        ]

    @property
    def counts(self) -> list[tuple[State, int]]:
        """How many deliveries are in each state that has any; needs ``with_counts``."""
        numbers = [(state, getattr(self, f"count_{state.value}")) for state in State]
        return [(state, number) for state, number in numbers if number]
