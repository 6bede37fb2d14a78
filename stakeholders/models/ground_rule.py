"""Unwritten ground rules: "around here…", how often that is heard, and what answers it."""

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Case, Count, Max, Q, When
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Function, Person, Team
from stakeholders.models.confidential import Confidential
from stakeholders.models.stakeholder import WORDS

if TYPE_CHECKING:
    from datetime import datetime

RULE = 300
"""Characters of a rule."""
BEGINNING = "Around here…"


class GroundRuleQuerySet(models.QuerySet["GroundRule"]):
    def hurting(self) -> Self:
        """Those that hurt the change."""
        return self.filter(effect=GroundRule.Effect.HURTS)

    def with_names(self) -> Self:
        """With everything that a row shows: ``heard`` is how often, ``last_heard`` when last."""
        related = self.select_related("programme", "heard_from", "function", "team", "owner")
        return related.annotate(heard=Count("hearings"), last_heard=Max("hearings__at"))

    def loudest(self) -> Self:
        """What is heard most often first."""
        return self.with_names().order_by("-heard", "-pk")

    def unanswered_first(self) -> Self:
        """What nothing is done about first, and of those what is heard most often."""
        is_answered = Case(When(answer="", then=0), default=1)
        return (
            self.loudest()
            .annotate(is_answered=is_answered)
            .order_by("is_answered", "-heard", "-pk")
        )


class GroundRule(Confidential):
    """A rule that nobody wrote down and everybody follows, such as "numbers before names".

    Where it holds is a function, a team, or everywhere. ``answer`` is what is done about it.
    """

    NOUN = "ground_rule"

    class Effect(models.TextChoices):
        HURTS = "hurts", "Hurts the change"
        HELPS = "helps", "Helps the change"

    if TYPE_CHECKING:
        heard: int
        last_heard: datetime | None

    words = models.CharField(max_length=RULE)
    effect = models.CharField(max_length=5, choices=Effect)
    heard_from = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="rules_told"
    )
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.TextField("what is done about it", max_length=WORDS, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="rules_answered"
    )

    objects = PresentManager.from_queryset(GroundRuleQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="ground_rule_noted_once"),
            models.CheckConstraint(condition=~Q(words=""), name="ground_rule_in_words"),
        ]

    def __str__(self) -> str:
        return f"Ground rule {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.get_list_url()}#rule-{self.pk}"

    def get_list_url(self) -> str:
        return reverse("stakeholders:ground_rules", args=[self.programme.key])

    @property
    def hurts(self) -> bool:
        return self.effect == self.Effect.HURTS

    @property
    def tone(self) -> str:
        """The class of the badge that says whether it hurts."""
        return "is-bad" if self.hurts else "is-good"

    @transaction.atomic
    def note(self, by: Person) -> None:
        """Save the new rule, heard once; the same ``key`` again changes nothing."""
        if self.save_once():
            Hearing.objects.create(rule=self, by=by)
            self.record("noted", by)

    @transaction.atomic
    def hear(self, by: Person, key: UUID) -> None:
        """Count that it was heard once more, once per ``key``."""
        hearing, is_new = Hearing.objects.get_or_create(key=key, defaults={"rule": self, "by": by})
        if is_new:
            self.record("heard", by, undo={"hearing": hearing.pk})

    @transaction.atomic
    def unhear(self, by: Person, hearing: int) -> bool:
        """Take a hearing back that was counted by mistake; say whether it was there."""
        gone, _ = Hearing.objects.filter(pk=hearing, rule=self).delete()
        if gone:
            self.record("unheard", by)
        return bool(gone)


class Hearing(models.Model):
    """That a rule was heard: when, and who noted it."""

    rule = models.ForeignKey(GroundRule, on_delete=models.CASCADE, related_name="hearings")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Hearing {self.pk}"
