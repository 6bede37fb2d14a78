"""Gaps: what somebody did not know, and what resolved it."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.onboarding.models.material import THEME, Material
from changeprog.programme.models import Person, Programme, Role, Team

WHAT, WORDS = 200, 500
"""Characters of what was not known, and of what resolved it."""
AGEING, OLD = 7, 21
"""Days after which an open gap is shown as ageing, and as old."""


class GapQuerySet(models.QuerySet["Gap"]):
    def of(self, programme: Programme) -> Self:
        return self.filter(programme=programme)

    def open(self) -> Self:
        """Nobody has said yet what resolved it."""
        return self.filter(resolved_at=None)

    def resolved(self) -> Self:
        return self.exclude(resolved_at=None)

    def oldest_first(self) -> Self:
        """Open ones by age, then those that are resolved, the newest first."""
        return self.order_by(models.F("resolved_at").desc(nulls_first=True), "logged_at", "pk")

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related(
            "programme", "team", "owner", "logged_by", "resolved_by", "material", "helper"
        )


class Gap(Removable):
    """Something that people need to know and somebody did not; never who it was.

    It is resolved by a ``material``, by a ``helper`` who knew, by ``words``, or by several of them.
    """

    NOUN = "gap"

    what = models.CharField(max_length=WHAT)
    theme = models.CharField(max_length=THEME, blank=True)
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps"
    )
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps"
    )
    logged_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps_logged"
    )
    logged_at = models.DateTimeField(default=now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps_resolved"
    )
    material = models.ForeignKey(
        Material, on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps"
    )
    helper = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps_helped"
    )
    words = models.CharField(max_length=WORDS, blank=True)

    objects = PresentManager.from_queryset(GapQuerySet)()

    class Meta:
        ordering = ["-logged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="gap_logged_once"),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=False)
                | models.Q(material=None, helper=None, words="", resolved_by=None),
                name="gap_resolved_by_nothing_while_open",
            ),
        ]
        indexes = [models.Index(fields=["programme", "resolved_at", "logged_at"])]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("onboarding:gap", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("onboarding:gaps", args=[self.programme.key])

    @property
    def age(self) -> int:
        """Whole days from the day it was logged until it was resolved, or until now."""
        return ((self.resolved_at or now()) - self.logged_at).days

    @property
    def age_tone(self) -> str:
        """The tone of its age."""
        return "is-bad" if self.age >= OLD else "is-warn" if self.age >= AGEING else ""

    def may_be_taken_away_by(self, person: Person) -> bool:
        """Whether ``person`` may take it away: who logged it, and facilitators."""
        own = self.logged_by_id == person.pk and person.may(Role.MEMBER)
        return own or person.may(Role.FACILITATOR)

    @transaction.atomic
    def log(self) -> None:
        """Save the new gap with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("logged", self.logged_by)

    @transaction.atomic
    def resolve(
        self,
        by: Person,
        *,
        material: Material | None = None,
        helper: Person | None = None,
        words: str = "",
        at: datetime | None = None,
    ) -> bool:
        """Say once what resolved it; whether this call did it."""
        said: dict[str, Any] = {"material": material, "helper": helper, "words": words}
        open_one = Gap.objects.open().filter(pk=self.pk)
        if not open_one.update(**said, resolved_at=at or now(), resolved_by=by):
            return False
        self.refresh_from_db()
        kept = {"material": self.material_id, "helper": self.helper_id, "words": words}
        self.record("resolved", by, undo=kept, how=self.told())
        return True

    @transaction.atomic
    def reopen(self, by: Person) -> None:
        """Say that it is not resolved after all; the event keeps what was said to have done it."""
        current = Gap.objects.resolved().select_for_update().filter(pk=self.pk).first()
        if current is None:
            return
        kept = {
            "material": current.material_id,
            "helper": current.helper_id,
            "words": current.words,
        }
        nothing: dict[str, Any] = dict.fromkeys(
            ("resolved_at", "resolved_by", "material", "helper")
        )
        Gap.objects.filter(pk=self.pk).update(**nothing, words="")
        self.refresh_from_db()
        self.record("reopened", by, undo=kept)

    def told(self) -> str:
        """Say in a line what resolved it."""
        parts = [
            f"“{self.material}”" if self.material else "",
            f"{self.helper} knew" if self.helper else "",
            self.words,
        ]
        return " · ".join(part for part in parts if part)
