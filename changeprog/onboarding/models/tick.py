"""Ticks: that somebody did it the new way on a day. Only they see their own.

A tick is no event of the journal: nobody is to be told who ticked when. What others see are sums,
and only those that ``changeprog.onboarding.habit`` allows.
"""

from datetime import date

from django.db import models
from django.utils.timezone import localdate

from changeprog.onboarding.models.trial import Trial
from changeprog.programme.models import Person


class Tick(models.Model):
    """``on`` is the day, or the Monday of the week, as the trial's rhythm is."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="ticks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ticks")
    on = models.DateField()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "person", "on"], name="tick_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    @classmethod
    def put(cls, trial: Trial, person: Person, on: date, *, done: bool) -> bool:
        """Tick a day, or take the tick back; the same twice changes nothing.

        Say whether the day can be ticked today, in the person's zone; otherwise nothing is done.
        """
        if on not in trial.days(localdate()):
            return False
        if done:
            cls.objects.get_or_create(trial=trial, person=person, on=on)
        else:
            cls.objects.filter(trial=trial, person=person, on=on).delete()
        return True
