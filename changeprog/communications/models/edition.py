"""Editions of a digest: what there was to tell of one period, frozen when it was composed."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.timezone import now

from changeprog.communications import audience
from changeprog.communications.digest import Passage
from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.posting import State
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.procedure import Procedure


REASON = 300
"""Characters that say why an edition is skipped."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest_of(self, procedure: Any) -> models.QuerySet["Edition", Any]:
        """Return the days of a procedure's editions, newest first."""
        days = self.filter(procedure=procedure).order_by("-occurrence")
        return days.values_list("occurrence", flat=True)

    def with_counts(self) -> Self:
        """Each edition with a count of its deliveries in each state: ``count_sent`` and so on."""
        counts = {
            f"count_{state.value}": models.Count("deliveries", models.Q(deliveries__state=state))
            for state in State
        }
        return self.annotate(**counts)


class Status(models.TextChoices):
    """How an edition stands: it leaves when it is approved."""

    WAITING = "waiting", "Waiting for approval"
    APPROVED = "approved", "Approved"
    SKIPPED = "skipped", "Skipped"


class Edition(models.Model):
    """One period of a procedure.

    ``occurrence`` is the day it belongs to on every reader's own calendar, ``number`` its place
    among those of the day; it tells of what happened from ``since`` up to but not including
    ``until``. Nothing leaves before it is approved and ``not_before`` has passed. One edition of a
    procedure waits at a time; ``overdue_at`` is when its hour struck and nobody had approved it.
    ``reason`` says why it is skipped, and ``handed_over_at`` when webhooks were told to take it.
    Who works on it works on top of a ``revision``.
    """

    Status = Status

    procedure = models.ForeignKey(
        "communications.Procedure", on_delete=models.CASCADE, related_name="editions"
    )
    occurrence = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    word = models.TextField(blank=True)
    word_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sections = models.JSONField(default=list)
    composed_at = models.DateTimeField(default=now)
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPROVED)
    decided_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

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

    def passages_for(self, person: Person) -> list[Passage]:
        """Return what everybody may hear, as far as ``person`` may, without empty headings."""
        passages = (passage.for_person(person) for passage in self.passages)
        return [passage for passage in passages if passage.lines]

    @cached_property
    def passages(self) -> list[Passage]:
        """What it tells, for eyes of every kind."""
        return [Passage.from_json(frozen) for frozen in self.sections]

    def deliveries_for(self, people: Iterable[Person]) -> list[Delivery]:
        """Return a delivery for each of ``people``, unsaved; who has paused gets none, and why."""
        return [
            Delivery(edition=self, person=person, state=State.SUPPRESSED, reason=audience.PAUSED)
            if person.digest_paused
            else Delivery(edition=self, person=person)
            for person in people
        ]

    @property
    def counts(self) -> list[tuple[State, int]]:
        """How many deliveries are in each state that has any; needs ``with_counts``."""
        numbers = [(state, getattr(self, f"count_{state.value}")) for state in State]
        return [(state, number) for state, number in numbers if number]
