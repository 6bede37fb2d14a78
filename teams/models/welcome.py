"""The welcome: how far somebody who came later has been walked through what was agreed."""

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Visibility

LAST = 5
"""Steps of the walk: vision, teams, rules, procedures, acknowledging."""


class Welcome(models.Model):
    """One person's walk; ``step`` is the one to be taken next, ``LAST`` ends it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="welcome")
    step = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step__range=(1, LAST)), name="welcome_step_of_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: step {self.step} of {LAST}"

    @classmethod
    @transaction.atomic
    def take(cls, by: Person, step: int) -> "Welcome":
        """Take ``step``; the next one is then where ``by`` goes on, and never an earlier one.

        Where somebody has read to is a bookmark; only the last step is news, once.
        """
        walk, _ = cls.objects.get_or_create(person=by)
        if step < LAST:
            cls.objects.filter(pk=walk.pk, step__lte=step).update(step=step + 1)
        elif cls.objects.filter(pk=walk.pk, finished_at=None).update(step=LAST, finished_at=now()):
            Event.record(
                by.programme,
                "welcome.finished",
                by=by,
                subject=by,
                visibility=Visibility.CHAMPIONS,
                name=by.name,
            )
        walk.refresh_from_db()
        return walk
