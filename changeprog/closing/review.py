"""The review of a programme: every chapter with what is known and with the champion's words.

Before the closing it is as things stand; from then on it is as it was at that moment.
"""

from changeprog.closing import chapters
from changeprog.closing.chapters import Told
from changeprog.closing.models import ChapterWords, Closing

MUST = "whole"
"""The chapter without whose words no programme is closed."""


def told(closing: Closing) -> list[Told]:
    """Return the review, chapter by chapter."""
    if closing.review:
        return [Told.from_json(kept) for kept in closing.review]
    written = words_of(closing)
    return [each.tell(closing.programme, written.get(each.name, "")) for each in chapters.every()]


def words_of(closing: Closing) -> dict[str, str]:
    """Return the champion's words by the names of the chapters."""
    own = ChapterWords.objects.filter(closing=closing.pk)
    return dict(own.values_list("name", "words"))
