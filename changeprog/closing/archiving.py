"""What the end of a programme puts into archives: its review, and who has what in hand since."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from changeprog.closing import review
from changeprog.closing.models import (
    Archive,
    ArchivePart,
    ArchiveProgress,
    ChapterWords,
    Closing,
    Handover,
)
from changeprog.direction.archiving import of
from changeprog.programme import archive
from changeprog.programme.archive import Document, Documents
from changeprog.programme.archive.models import of_model
from changeprog.programme.models import Person, Role

CHAPTER = "The end"
ITSELF = "An archive has no other archive in it."


def _over(model: Any, person: Person, path: str = "") -> "QuerySet[Any]":
    """Return everything for champions; for others what belongs to an end that has come."""
    rows: QuerySet[Any] = of(model, path)(person)
    way = f"{path}__closed_at" if path else "closed_at"
    return rows if person.may(Role.CHAMPION) else rows.filter(**{f"{way}__isnull": False})


def _handovers(person: Person) -> "QuerySet[Handover]":
    """Return everything for champions; for others what was handed to them or from them."""
    rows = Handover.objects.filter(closing__programme=person.programme)
    return rows if person.may(Role.CHAMPION) else rows.filter(Q(to=person) | Q(before=person))


def _review(person: Person) -> Iterator[Document]:
    """Yield the review: for champions also while it is written, for others once it is closed."""
    closing = Closing.of(person.programme)
    if closing.pk and (person.programme.closed_at or person.may(Role.CHAMPION)):
        shown = {"closing": closing, "chapters": review.told(closing)}
        html = render_to_string("closing/_archived_review.html", shown)
        yield Document("review", "What came of it", html)


def register() -> None:
    """Put the tables of closing into archives."""
    archive.register(
        of_model(700, CHAPTER, Closing, lambda p: _over(Closing, p), title="How it ended"),
        of_model(
            710,
            CHAPTER,
            ChapterWords,
            lambda p: _over(ChapterWords, p, "closing"),
            title="Words of the review",
            called="name",
        ),
        of_model(
            720,
            CHAPTER,
            Handover,
            _handovers,
            note="All for champions; for others what was handed to them, or from them.",
        ),
    )
    archive.register_documents(Documents(700, CHAPTER, _review))
    archive.leave_out(ITSELF, Archive, ArchivePart, ArchiveProgress)
