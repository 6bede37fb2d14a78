"""Mentions: which things of the programme an edition tells of, one row for each line about one."""

from typing import TYPE_CHECKING

from django.db import models, transaction

from changeprog.programme import chain
from changeprog.programme.models import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from changeprog.communications.digest import Line, Passage
    from changeprog.communications.models.edition import Edition


class Mention(models.Model):
    """That an edition tells of the link of the chain with that ``kind`` and ``number``.

    ``visibility`` is that of the line, for an edition tells each reader only what they may know.
    """

    edition = models.ForeignKey(
        "communications.Edition", on_delete=models.CASCADE, related_name="mentions"
    )
    kind = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.EVERYONE)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "number", "visibility"], name="mention_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @classmethod
    @transaction.atomic
    def note(cls, edition: "Edition") -> None:
        """Write down what ``edition`` tells of as it stands, in the place of what it told of."""
        cls.objects.filter(edition=edition).delete()
        found = {
            (ref, line.visibility)
            for line in told_in(edition.passages)
            if (ref := chain.ref_at(line.path))
        }
        rows = [
            Mention(edition=edition, kind=ref.kind, number=ref.number, visibility=visibility)
            for ref, visibility in sorted(found)
        ]
        Mention.objects.bulk_create(rows)


def told_in(passages: "Iterable[Passage]") -> "list[Line]":
    """Return the lines that are told to anybody."""
    told = (passage for passage in passages if not passage.left_out)
    return [line for passage in told for line in passage.lines if not line.left_out]
