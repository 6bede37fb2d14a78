"""How far long work is: a row beside what is worked on, written while the work still runs."""

from typing import Any

from django.db import models


class Progress(models.Model):
    """``done`` of ``total`` steps, 0 if nobody knows how many; ``cancelled`` asks it to stop.

    A kind of work has a table of its own, with ``of``, which names what is worked on. ``attempts``
    counts how often a job has begun, as the work may kill its worker each time.
    """

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancelled = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"

    @classmethod
    def begin_anew(cls, of: models.Model) -> None:
        """Say of nothing how far it is, and that nobody wants it stopped."""
        cls._rows(of).update(done=0, total=0, attempts=0, cancelled=False)

    @classmethod
    def cancel(cls, of: models.Model) -> None:
        """Have whoever works on it stop, as soon as they hear of it."""
        cls._rows(of).update(cancelled=True)

    @classmethod
    def _rows(cls, of: models.Model) -> models.QuerySet[Any]:
        everything: models.Manager[Any] = cls._default_manager
        return everything.filter(of=of)
