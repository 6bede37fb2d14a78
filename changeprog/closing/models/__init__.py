"""What the end of a programme keeps; one file for each noun."""

from changeprog.closing.models.archive import Archive, ArchivePart, ArchiveProgress
from changeprog.closing.models.chapter_words import ChapterWords
from changeprog.closing.models.closing import Closing, Outcome
from changeprog.closing.models.handover import Handover

__all__ = [
    "Archive",
    "ArchivePart",
    "ArchiveProgress",
    "ChapterWords",
    "Closing",
    "Handover",
    "Outcome",
]
