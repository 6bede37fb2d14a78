"""Benefits: what a year of them is worth, from when on, and what has come of it so far."""

from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction import days, value
from changeprog.direction.models.capability import CapabilityImprovement
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.direction.models.revised import Overtaken
from changeprog.programme.models import Person, Role

DIGITS = 14
CENTS = 2
NOTE_LENGTH = 300


class BenefitQuerySet(models.QuerySet["Benefit"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("programme", "owner")

    def with_realised(self, today: date) -> Self:
        """Each with ``realised`` to date, the ``recent`` part of it, and its ``first_on``."""
        standing = models.Q(entries__isnull=False, entries__corrected_by=None)
        recent = standing & models.Q(entries__on__range=(value.year_before(today), today))
        return self.annotate(
            realised=_sum_of_entries(standing),
            recent=_sum_of_entries(recent),
            first_on=models.Min("entries__on", filter=standing & models.Q(entries__amount__gt=0)),
        )


class Benefit(Removable):
    """What a year is worth, at the low end, likely, and at the high end, once it has started.

    Amounts are in the currency of the programme.
    """

    class Kind(models.TextChoices):
        MORE_INCOME = "more income", "More income"
        LESS_COST = "less cost", "Less cost"
        LESS_LOST = "less lost", "Less lost to errors, complaints, departures"
        TIME_FREED = "time freed", "Time freed for customers"

    NOUN = "benefit"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    capabilities = models.ManyToManyField(
        CapabilityImprovement, blank=True, related_name="benefits"
    )
    low = models.DecimalField(max_digits=DIGITS, decimal_places=CENTS)
    likely = models.DecimalField(max_digits=DIGITS, decimal_places=CENTS)
    high = models.DecimalField(max_digits=DIGITS, decimal_places=CENTS)
    starts_on = models.DateField()
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="benefits"
    )
    created_at = models.DateTimeField(default=now)
    realised: Decimal
    recent: Decimal
    first_on: date | None
    """The three only after ``with_realised``."""

    objects = PresentManager.from_queryset(BenefitQuerySet)()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="benefit_expected_once"),
            models.CheckConstraint(condition=models.Q(low__gte=0), name="benefit_is_no_cost"),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("likely"), likely__lte=models.F("high")),
                name="benefit_low_likely_high",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__range=(days.FIRST, days.LAST)),
                name="benefit_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("direction:benefit", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("direction:value", args=[self.programme.key])

    @transaction.atomic
    def expect(self, by: Person, capabilities: list[CapabilityImprovement]) -> None:
        """Save the new benefit with its event; the same ``key`` again changes nothing."""
        if not self.save_once():
            return
        self.capabilities.set(capabilities)
        self.record("expected", by, likely=self.likely, currency=self.programme.currency)

    @transaction.atomic
    def realise(
        self, by: Person, key: UUID, amount: Decimal, on: date, note: str = ""
    ) -> "BenefitEntry":
        """Record what came of it, booked on a day; the same ``key`` again changes nothing."""
        fresh = {"amount": amount, "on": on, "note": note, "by": by}
        entry, is_new = self.entries.get_or_create(key=key, defaults=fresh)
        if is_new:
            self._tell("realised", entry, undo={"entry": entry.pk})
        return entry

    @transaction.atomic
    def correct(
        self, by: Person, entry: "BenefitEntry", amount: Decimal, on: date, note: str = ""
    ) -> "BenefitEntry":
        """Put a new entry in the place of ``entry``, which stays readable; nothing new is none.

        An amount of nothing takes the entry back. Raises ``Overtaken`` when it was corrected by
        somebody else meanwhile.
        """
        Benefit.objects.select_for_update().get(pk=self.pk)
        if (entry.amount, entry.on, entry.note) == (amount, on, note):
            return entry
        if earlier := self.entries.filter(corrects=entry).first():
            if (earlier.amount, earlier.on, earlier.note) == (amount, on, note):
                return earlier
            raise Overtaken(self)
        corrected = self.entries.create(corrects=entry, amount=amount, on=on, note=note, by=by)
        said = {"amount": entry.amount, "on": entry.on, "note": entry.note}
        self._tell("corrected", corrected, was=entry.amount, undo={"entry": corrected.pk, **said})
        return corrected

    def may_be_booked_by(self, person: Person) -> bool:
        """Whether ``person`` may say what came of it: a champion or its owner."""
        owns = self.owner_id == person.pk and person.may(Role.MEMBER)
        return owns or person.may(Role.CHAMPION)

    def _tell(self, act: str, entry: "BenefitEntry", **more: Any) -> None:
        facts: dict[str, Any] = {
            "value": entry.amount,
            "on": entry.on,
            "unit": self.programme.currency,
            **more,
        }
        self.record(act, entry.by, **facts)


def _sum_of_entries(condition: models.Q) -> models.Func:
    summed = models.Sum("entries__amount", filter=condition)
    money = models.DecimalField(max_digits=2 * DIGITS, decimal_places=CENTS)
    return Coalesce(summed, models.Value(value.NONE), output_field=money)


class BenefitEntryQuerySet(models.QuerySet["BenefitEntry"]):
    def standing(self) -> Self:
        """Those that no later entry corrects."""
        return self.filter(corrected_by=None)


class BenefitEntry(models.Model):
    """An amount that came of a benefit, booked on a day; never changed, only corrected."""

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="entries")
    key = models.UUIDField(default=uuid4, editable=False)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=CENTS)
    on = models.DateField()
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrected_by"
    )

    objects = BenefitEntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "key"], name="benefit_realised_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="entry_is_no_cost"),
            models.CheckConstraint(
                condition=models.Q(on__range=(days.FIRST, days.LAST)), name="entry_within_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.on}"
