"""Resources: what the change needs, what people promised of it, and the gap between the two."""

from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction import days
from changeprog.direction.models.milestone import Milestone
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person, Programme, Role, Team
from changeprog.programme.words import figure

DIGITS = 13
DECIMALS = 2
NOTHING = Decimal(0)


class ResourceQuerySet(models.QuerySet["Resource"]):
    def needed(self) -> Self:
        """Not dropped."""
        return self.filter(dropped_at=None)

    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("programme", "milestone", "team")

    def with_gap(self, today: date) -> Self:
        """Each with ``promised``, what is promised for the day that counts, and the ``gap``.

        The day that counts is the one on which the resource is needed or, once that has passed,
        ``today``. More than enough is a gap of zero, never a negative one.
        """
        day = Greatest(models.F("needed_by"), models.Value(today))
        promised = models.Sum("promises__amount", filter=standing_on(day, "promises__"))
        return self.annotate(promised=Coalesce(promised, NOTHING)).annotate(
            gap=Greatest(models.F("amount") - models.F("promised"), NOTHING)
        )

    def most_lacking(self) -> Self:
        """After ``with_gap``: what has a gap first, and of these what is needed first."""
        covered = models.Case(models.When(gap__gt=0, then=0), default=1)
        return self.order_by(covered, "needed_by", "pk")


class Resource(Revised):
    """An amount of something, needed by a day: people's time, money, a tool or a room.

    ``amount`` is in the unit of its kind: hours a week, the programme's currency, or pieces.
    """

    class Kind(models.TextChoices):
        TIME = "time", "People's time"
        MONEY = "money", "Money"
        TOOL = "tool", "Tool"
        ROOM = "room", "Room"

    NOUN = "resource"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=5, choices=Kind)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    needed_by = models.DateField()
    milestone = models.ForeignKey(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    promised: Decimal
    gap: Decimal
    """Both only after ``with_gap``."""

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["needed_by", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="resource_needed_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="resource_some_amount"),
            models.CheckConstraint(
                condition=models.Q(needed_by__range=(days.FIRST, days.LAST)),
                name="resource_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("direction:resource", args=[self.programme.key, self.pk])

    def in_words(self, amount: Decimal) -> str:
        """Return ``amount`` with the unit of this kind, such as "6 hours a week"."""
        return f"{figure(amount)} {unit(self.kind, self.programme, amount)}"

    @transaction.atomic
    def need(self, by: Person) -> None:
        """Save the new resource with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("needed", by)

    @transaction.atomic
    def drop(self, by: Person) -> None:
        """Say once that it is no longer needed; what was promised stays to be read."""
        if Resource.objects.needed().filter(pk=self.pk).update(dropped_at=now()):
            self.record("dropped", by)

    @transaction.atomic
    def take_up(self, by: Person) -> None:
        """Undo ``drop``."""
        dropped = Resource.objects.filter(pk=self.pk).exclude(dropped_at=None)
        if dropped.update(dropped_at=None):
            self.record("taken_up", by)

    @transaction.atomic
    def promise(
        self, by: Person, key: UUID, person: Person, amount: Decimal, **terms: Any
    ) -> "Promise":
        """Note that ``person`` gives ``amount``; the same ``key`` again changes nothing.

        ``terms`` are ``since``, and if they are said ``until`` and ``note``.
        """
        said = {"person": person, "amount": amount, **terms}
        promise, is_new = self.promises.get_or_create(key=key, defaults=said)
        if is_new:
            self.record("promised", by, **promise.facts())
        return promise


class PromiseQuerySet(models.QuerySet["Promise"]):
    def standing(self, on: date) -> Self:
        """In force on a day: begun, not over, not withdrawn, by somebody still there."""
        return self.filter(standing_on(on))

    def of_time(self, programme: Programme) -> Self:
        """Hours a week that somebody promised for what ``programme`` still needs."""
        return self.filter(
            resource__programme=programme,
            resource__kind=Resource.Kind.TIME,
            resource__dropped_at=None,
        )


class Promise(models.Model):
    """What one person gives towards a resource, in its unit, from a day on."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="promises")
    key = models.UUIDField(default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="promises")
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "key"], name="promise_made_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="promise_some_amount"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="promise_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(since__range=(days.FIRST, days.LAST)),
                name="promise_within_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """What is promised, with its unit."""
        return self.resource.in_words(self.amount)

    def is_kept_by(self, person: Person) -> bool:
        """Whether ``person`` may withdraw it, or take that back: who made it, or a champion."""
        mine = self.person_id == person.pk and person.may(Role.MEMBER)
        return mine or person.may(Role.CHAMPION)

    @transaction.atomic
    def withdraw(self, by: Person) -> None:
        """Withdraw the promise once; it stays to be read."""
        if Promise.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=now()):
            self.resource.record("promise_withdrawn", by, **self.facts())

    @transaction.atomic
    def renew(self, by: Person) -> None:
        """Undo ``withdraw``."""
        withdrawn = Promise.objects.filter(pk=self.pk).exclude(withdrawn_at=None)
        if withdrawn.update(withdrawn_at=None):
            self.resource.record("promise_renewed", by, **self.facts())

    def facts(self) -> dict[str, Any]:
        """Return what the journal remembers of it."""
        words = {"promise": self.in_words, "whose": self.person.name}
        return {**words, "undo": {"promise": self.pk}}


def standing_on(day: Any, path: str = "") -> models.Q:
    """Return the condition that a promise holds on ``day``, a date or an expression.

    ``path`` leads from the queried model to the promise, such as "promises__".
    """
    begun = models.Q(**{f"{path}since__lte": day})
    unended = models.Q(**{f"{path}until": None}) | models.Q(**{f"{path}until__gte": day})
    kept = {f"{path}withdrawn_at": None, f"{path}person__removed_at": None}
    return begun & unended & models.Q(**kept)


def unit(kind: str, programme: Programme, amount: Decimal) -> str:
    """Return the unit that fits ``amount`` of ``kind``: money in the programme's currency."""
    single = amount == 1
    return {
        Resource.Kind.TIME: "hour a week" if single else "hours a week",
        Resource.Kind.MONEY: programme.currency,
        Resource.Kind.TOOL: "piece" if single else "pieces",
        Resource.Kind.ROOM: "room" if single else "rooms",
    }[Resource.Kind(kind)]
