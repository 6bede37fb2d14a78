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


def chapter(closing: Closing, name: str) -> Told | None:
    """Return one chapter of the review, or nothing where there is none of that name."""
    if closing.review:
        return next((each for each in told(closing) if each.name == name), None)
    found = chapters.find(name)
    return found.tell(closing.programme, words_of(closing).get(name, "")) if found else None


def words_of(closing: Closing) -> dict[str, str]:
    """Return the champion's words by the names of the chapters."""
    own = ChapterWords.objects.filter(closing=closing.pk)
    return dict(own.values_list("name", "words"))
