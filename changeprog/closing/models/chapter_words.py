"""What the champion writes into a chapter of the review, beside what the app knows."""

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse

from changeprog.closing.models.closing import Closing
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person, Visibility

WORDS = 4_000
"""Characters of a chapter's own words."""


class ChapterWords(Revised):
    """The words of one chapter, written on top of a revision; champions alone see the earlier ones.

    ``name`` is that of a chapter of ``changeprog.closing.chapters``.
    """

    NOUN = "chapter"
    VISIBILITY = Visibility.CHAMPIONS

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="chapters")
    name = models.CharField(max_length=30)
    words = models.TextField(max_length=WORDS)

    objects = models.Manager["ChapterWords"]()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "chapter words"
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="chapter_written_once"),
            models.UniqueConstraint(fields=["closing", "name"], name="chapter_one_a_closing"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.words[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("closing:review", args=[self.programme.key]) + f"#chapter-{self.name}"

    @classmethod
    @transaction.atomic
    def write(
        cls, by: Person, name: str, words: str, *, key: UUID, based_on: int
    ) -> "ChapterWords":
        """Write the words of a chapter on top of revision ``based_on``; 0 where there are none.

        The same attempt, or the same words, again change nothing. Raises ``Overtaken`` where
        somebody else has written meanwhile.
        """
        closing = Closing.begun(by.programme, by)
        known = ChapterWords.objects.filter(closing=closing, name=name).first()
        if known is None:
            said: dict[str, Any] = {"name": name, "words": words}
            known = ChapterWords(programme=closing.programme, closing=closing, key=key, **said)
            if known.save_once():
                known.record("written", by)
        elif known.key != key:
            known.change(by, based_on, words=words)
        return known
