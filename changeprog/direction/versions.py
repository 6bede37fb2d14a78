"""Two versions of the vision, text by text."""

from dataclasses import dataclass
from functools import cached_property

from changeprog.direction.difference import Fate, Piece, difference
from changeprog.direction.models import Vision

TITLES = {
    "statement": "The vision",
    "end_state": "A day when it is done",
    "threat": "If nothing changes",
    "opportunity": "What it makes possible",
}


@dataclass(frozen=True)
class ChangedText:
    """One of the four texts, as it went from one version to another."""

    title: str
    pieces: list[Piece]

    @cached_property
    def added(self) -> int:
        """Words that were added."""
        return sum(piece.words for piece in self.pieces if piece.fate == Fate.ADDED)

    @cached_property
    def removed(self) -> int:
        """Words that were removed."""
        return sum(piece.words for piece in self.pieces if piece.fate == Fate.REMOVED)

    @property
    def is_same(self) -> bool:
        return all(piece.fate == Fate.KEPT for piece in self.pieces)


def compare(before: Vision, after: Vision) -> list[ChangedText]:
    """Return the texts that at least one of both versions has, in the order of their reading."""
    texts = [
        ChangedText(title, difference(getattr(before, name), getattr(after, name)))
        for name, title in TITLES.items()
    ]
    return [text for text in texts if text.pieces]
