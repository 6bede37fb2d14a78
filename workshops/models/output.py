"""Outputs: what a workshop gave to its programme, each with what it came from."""

from typing import Self, cast

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.timezone import now

from changeprog.programme.models import Person, Programme
from workshops.models.round import Round
from workshops.models.workshop import Workshop


class OutputKind(models.TextChoices):
    """What something becomes in the programme, in the order in which it is shown and made."""

    VISION = "vision", "The vision"
    END_STATE = "end_state", "The end state"
    OBJECTIVE = "objective", "Objective"
    MILESTONE = "milestone", "Milestone"
    RESOURCE = "resource", "Resource"
    BARRIER = "barrier", "Barrier"
    ACTION = "action", "Action"


class OutputQuerySet(models.QuerySet["Output"]):
    def of_made(self, made: models.Model) -> Self:
        """Return from what ``made`` came, with the workshop and the round."""
        made_type = ContentType.objects.get_for_model(made)
        rows = self.filter(made_type=made_type, made_id=made.pk)
        return rows.select_related("workshop__programme", "round").order_by("pk")


class Output(models.Model):
    """One thing that was published.

    ``source`` is the note, group, proposal or point of view it came from, ``round`` the round in
    which that was agreed; ``made`` is what it became. ``words`` is what it said at that moment.
    """

    Kind = OutputKind

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="outputs")
    kind = models.CharField(max_length=9, choices=OutputKind)
    words = models.TextField()
    source_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    source_id = models.BigIntegerField()
    source = GenericForeignKey("source_type", "source_id")
    activity = models.ForeignKey(
        "workshops.Activity", on_delete=models.SET_NULL, null=True, related_name="outputs"
    )
    round = models.ForeignKey(
        Round, on_delete=models.SET_NULL, null=True, blank=True, related_name="outputs"
    )
    made_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    made_id = models.BigIntegerField()
    made = GenericForeignKey("made_type", "made_id")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = OutputQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["made_type", "made_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "source_type", "source_id"], name="output_published_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class LeftOut(models.Model):
    """That something of a workshop does not go to the programme: so the facilitator decided."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="left_out")
    source_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    source_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "left out"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "source_type", "source_id"], name="left_out_once"
            )
        ]

    def __str__(self) -> str:
        return f"Left out of workshop {self.workshop_id}"

    @classmethod
    @transaction.atomic
    def mark(cls, workshop: Workshop, source: models.Model, *, out: bool) -> None:
        """Leave ``source`` out, or take it in again; again, it changes nothing."""
        source_type = ContentType.objects.get_for_model(source)
        own = {"workshop": workshop, "source_type": source_type, "source_id": source.pk}
        if out:
            cls.objects.get_or_create(**own)
        else:
            cls.objects.filter(**own).delete()
        workshop.announce("output.")

    @classmethod
    def names(cls, workshop: Workshop) -> set[str]:
        """Return what is left out of ``workshop``, as ``name_of`` names it."""
        rows = cls.objects.filter(workshop=workshop).select_related("source_type")
        return {f"{row.source_type.model}-{row.source_id}" for row in rows}


def name_of(source: models.Model) -> str:
    """Return a name for a note, group, proposal or point of view, such as "note-7"."""
    return f"{cast('str', source._meta.model_name)}-{source.pk}"  # noqa: SLF001 -- documented name
