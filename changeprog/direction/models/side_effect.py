"""Side effects: what nobody intends, and what somebody could turn the change into."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction import days
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Visibility

TEXT = 2_000


class SideEffectQuerySet(models.QuerySet["SideEffect"]):
    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at=None)

    def exposed(self) -> Self:
        """Open, with nothing that stands against it.

        Putting one out of scope is no counter-measure: until somebody outside the programme has
        checked that, it stays exposed.
        """
        unanswered = models.Q(in_scope=True) | models.Q(checked_on=None)
        return self.open().filter(unanswered, counter_measure="")

    def worst_first(self) -> Self:
        """Open before settled, exposed before answered, likely before unlikely."""
        exposed = models.Case(
            models.When(pk__in=SideEffect.objects.exposed().values("pk"), then=0), default=1
        )
        settled = models.Case(models.When(settled_at=None, then=0), default=1)
        return self.order_by(settled, exposed, "-likelihood", "pk")


class SideEffect(Removable):
    """An unintended outcome; members read it, facilitators and champions write it.

    The journal keeps it among members and above: to say what a change could be turned into is an
    invitation in the wrong hands.
    """

    NOUN = "side_effect"
    VISIBILITY = Visibility.MEMBERS

    class Likelihood(models.IntegerChoices):
        VERY_UNLIKELY = 1, "Very unlikely"
        UNLIKELY = 2, "Unlikely"
        POSSIBLE = 3, "Possible"
        LIKELY = 4, "Likely"
        ALMOST_CERTAIN = 5, "Almost certain"

    outcome = models.CharField(max_length=200)
    likelihood = models.PositiveSmallIntegerField(choices=Likelihood)
    misuse = models.CharField(max_length=TEXT, blank=True)
    worst_case = models.CharField(max_length=TEXT, blank=True)
    counter_measure = models.CharField(max_length=TEXT, blank=True)
    in_scope = models.BooleanField(default=True)
    checked_by = models.CharField(max_length=120, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = PresentManager.from_queryset(SideEffectQuerySet)()

    class Meta:
        ordering = ["-likelihood", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="side_effect_named_once"),
            models.CheckConstraint(
                condition=models.Q(likelihood__range=(1, 5)), name="side_effect_likelihood_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by="", checked_on=None)
                | models.Q(checked_on__isnull=False) & ~models.Q(checked_by=""),
                name="side_effect_checked_by_and_on",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_on=None)
                | models.Q(checked_on__range=(days.FIRST, days.LAST)),
                name="side_effect_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome

    def get_absolute_url(self) -> str:
        return reverse("direction:side_effect", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("direction:side_effects", args=[self.programme.key])

    @property
    def is_exposed(self) -> bool:
        """Whether nothing stands against it; the same rule as ``exposed``."""
        unanswered = self.in_scope or self.checked_on is None
        return self.settled_at is None and not self.counter_measure and unanswered

    @transaction.atomic
    def name_it(self, by: Person) -> None:
        """Save the new side effect with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("named", by)

    @transaction.atomic
    def check_from_outside(self, by: str, on: date) -> None:
        """Note that somebody outside the programme, called ``by``, has looked at it on that day."""
        held = SideEffect.everything().select_for_update().get(pk=self.pk)
        if facts := self.replace(held.revision, {"checked_by": by, "checked_on": on}):
            self.record("checked", None, **facts)

    @transaction.atomic
    def settle(self, by: Person) -> None:
        """Say once that it can no longer happen, or has been dealt with."""
        if SideEffect.objects.open().filter(pk=self.pk).update(settled_at=now()):
            self.record("settled", by)

    @transaction.atomic
    def reopen(self, by: Person) -> None:
        """Undo ``settle``."""
        settled = SideEffect.objects.filter(pk=self.pk).exclude(settled_at=None)
        if settled.update(settled_at=None):
            self.record("reopened", by)
