"""What stands behind somebody's support: the six convictions, and what was promised to them."""

from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Person
from stakeholders.models.confidential import Confidential
from stakeholders.models.stakeholder import LINE, Stakeholder


class Belief(models.TextChoices):
    """The six things somebody must believe before moving, in the person's own words."""

    WORTH_IT = "worth_it", "The goal is worth it"
    WORKS = "works", "The thing works"
    CAN_OPERATE = "can_operate", "I can operate it"
    HELP_IS_QUICK = "help_is_quick", "Help comes quickly"
    BENEFITS = "benefits", "I benefit, and am not thrown out"
    NO_ALTERNATIVE = "no_alternative", "Staying put is no real alternative"


class ConvictionState(models.TextChoices):
    YES = "yes", "Yes"
    NOT_YET = "not_yet", "Not yet"
    UNKNOWN = "unknown", "Unknown"


class Reconsidered(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else has noted something else of the same conviction; ``current`` is theirs."""

    def __init__(self, current: "Conviction") -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current


class Conviction(models.Model):
    """Whether one stakeholder believes one of the six, and what shows it."""

    State = ConvictionState

    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="convictions"
    )
    belief = models.CharField(max_length=16, choices=Belief)
    state = models.CharField(max_length=8, choices=ConvictionState, default=ConvictionState.UNKNOWN)
    evidence = models.CharField(max_length=LINE, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "belief"], name="conviction_once")
        ]

    def __str__(self) -> str:
        return f"{self.belief} of {self.stakeholder_id}"

    @property
    def seen(self) -> str:
        """What it says, as a form keeps it to tell whether somebody was quicker."""
        return f"{self.state}|{self.evidence}"

    @classmethod
    @transaction.atomic
    def say(  # noqa: PLR0913 -- what is said, and on top of what
        cls,
        by: Person,
        stakeholder: Stakeholder,
        belief: str,
        state: str,
        evidence: str = "",
        *,
        seen: str | None = None,
    ) -> None:
        """Keep where the stakeholder stands on one of the six; the same again is no event.

        Raises ``Reconsidered`` when it says something else than what was ``seen``.
        """
        row, _ = cls.objects.select_for_update().get_or_create(
            stakeholder=stakeholder, belief=belief
        )
        if (row.state, row.evidence) == (state, evidence):
            return
        if seen is not None and seen != row.seen:
            raise Reconsidered(row)
        before = {"belief": belief, "state": row.state, "evidence": row.evidence}
        row.state, row.evidence = state, evidence
        row.save(update_fields=["state", "evidence"])
        stakeholder.record("convinced", by, undo=before)


class GuaranteeQuerySet(models.QuerySet["Guarantee"]):
    def open(self) -> Self:
        """Neither kept nor broken yet."""
        return self.filter(outcome=Guarantee.Outcome.OPEN)

    def overdue(self) -> Self:
        """Open although the day has passed until which it was to hold."""
        return self.open().filter(until__lt=localdate())

    def visible_to(self, person: Person) -> Self:
        """Those given to people whose profile ``person`` may see."""
        return self.filter(stakeholder__in=Stakeholder.objects.visible_to(person))

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related(
            "programme", "stakeholder__person", "stakeholder__programme", "given_by"
        )


class Guarantee(Confidential):
    """What somebody was promised, or allowed as an exception: by whom, until when, and if kept."""

    NOUN = "guarantee"

    class Kind(models.TextChoices):
        GUARANTEE = "guarantee", "Guarantee given"
        EXCEPTION = "exception", "Exception allowed"

    class Outcome(models.TextChoices):
        OPEN = "open", "Still open"
        KEPT = "kept", "Kept"
        BROKEN = "broken", "Broken"

    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="guarantees"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GUARANTEE)
    words = models.CharField(max_length=LINE)
    given_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="guarantees_given"
    )
    until = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)

    objects = PresentManager.from_queryset(GuaranteeQuerySet)()

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="guarantee_given_once"),
            models.CheckConstraint(condition=~Q(words=""), name="guarantee_in_words"),
        ]

    def __str__(self) -> str:
        return f"Guarantee {self.pk}"

    def get_absolute_url(self) -> str:
        return self.stakeholder.get_absolute_url()

    def get_list_url(self) -> str:
        return self.stakeholder.get_absolute_url()

    @property
    def is_overdue(self) -> bool:
        """Whether it is open although its day has passed."""
        is_open = self.outcome == Guarantee.Outcome.OPEN
        return is_open and self.until is not None and self.until < localdate()

    @transaction.atomic
    def give(self, by: Person) -> None:
        """Save the new guarantee with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("given", by)
