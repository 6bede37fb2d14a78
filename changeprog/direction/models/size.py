"""The size of the change: how much of a working day becomes another one, and how suddenly."""

from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Function, Person, Programme, Team

LONGEST = 104
"""Weeks."""


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def of(self, programme: Programme) -> Self:
        """Every judgement in ``programme``, newest first, with who made it about whom."""
        return self.filter(programme=programme).select_related("function", "team", "by")

    def newest(self) -> Self:
        """Only the one that holds for each function and team."""
        holding = self.order_by("function_id", "team_id", "-at", "-pk")
        return self.filter(pk__in=holding.distinct("function_id", "team_id").values("pk"))


class Judgement(models.Model):
    """What somebody judged on a day about one function or one team; none is ever changed.

    ``share`` is the part of a working day that changes, in per cent; ``weeks`` is the time over
    which it does.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="judgements")
    key = models.UUIDField(default=uuid4, editable=False)
    function = models.ForeignKey(
        Function, on_delete=models.CASCADE, null=True, blank=True, related_name="judgements"
    )
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="judgements"
    )
    share = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="judgements")
    at = models.DateTimeField(default=now)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="judgement_made_once"),
            models.CheckConstraint(
                condition=models.Q(function=None, team__isnull=False)
                | models.Q(team=None, function__isnull=False),
                name="judgement_of_function_or_team",
            ),
            models.CheckConstraint(
                condition=models.Q(share__lte=100), name="judgement_share_up_to_100"
            ),
            models.CheckConstraint(
                condition=models.Q(weeks__range=(1, LONGEST)), name="judgement_weeks_1_to_104"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.share} % in {self.weeks} weeks"

    def get_absolute_url(self) -> str:
        return reverse("direction:size", args=[self.programme.key])

    @property
    def about(self) -> Function | Team:
        """Whose working day it is."""
        subject = self.function or self.team
        assert subject is not None, "held by judgement_of_function_or_team"  # noqa: S101
        return subject

    @classmethod
    @transaction.atomic
    def make(cls, by: Person, key: UUID, about: Function | Team, **values: Any) -> "Judgement":
        """Judge a function or team anew; the same ``key`` again changes nothing.

        ``values`` are ``share``, ``weeks`` and, if it is said, ``note``.
        """
        subject = {"function" if isinstance(about, Function) else "team": about}
        judgement, is_new = cls.objects.get_or_create(
            programme=by.programme, key=key, defaults={"by": by, **subject, **values}
        )
        if is_new:
            facts: dict[str, Any] = {"share": judgement.share, "weeks": judgement.weeks}
            Event.record(
                by.programme, "size.judged", by=by, subject=judgement, title=about.name, **facts
            )
        return judgement

    @transaction.atomic
    def take_back(self, by: Person) -> None:
        """Unmake what was judged by mistake, so that the judgement before holds again."""
        facts: dict[str, Any] = {"share": self.share, "weeks": self.weeks}
        Event.record(
            self.programme, "size.taken_back", by=by, subject=self, title=self.about.name, **facts
        )
        Judgement.objects.filter(pk=self.pk).delete()
