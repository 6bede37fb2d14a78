"""Rearrangements: how notes lay before something was done with them, so that it can be undone."""

from typing import Any
from uuid import uuid4

from django.db import models

from changeprog.programme.models import Programme
from workshops.models.activity import Activity


class Rearrangement(models.Model):
    """One act of grouping.

    ``notes`` has the number of the group that each note lay in, or nothing, by the number of the
    note. ``to`` is the number of the group that they were moved to; an act that ``made`` that group
    takes it away again when it is undone. ``parked`` are notes that went to the parking lot, and
    ``gone`` are the fields of a group that was taken apart. It tells of nobody who wrote a note.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    notes: models.JSONField[Any, dict[str, int | None]] = models.JSONField(default=dict)
    to = models.BigIntegerField(null=True)
    made = models.BooleanField(default=False)
    parked = models.BooleanField(default=False)
    gone: models.JSONField[Any, dict[str, Any]] = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{len(self.notes)} notes of {self.activity}"
