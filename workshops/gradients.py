"""The gradients of agreement: eight steps between a whole-hearted yes and a veto.

The scale is Sam Kaner's (Kaner with Lind, Toldi, Fisk, Berger, "Facilitator's Guide to
Participatory Decision-Making", 3rd edition, Jossey-Bass 2014, chapter "Gradients of Agreement");
what each step means is said here in words of our own. A level of 1 is the best, of 8 the worst.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

BEST, WORST = 1, 8
REASON_FROM = 5
"""The level from which on somebody is asked why."""


@dataclass(frozen=True)
class Gradient:
    """One step: its ``level``, its ``name``, and what somebody says with it."""

    level: int
    name: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.level} {self.name}"

    @property
    def asks_why(self) -> bool:
        """Whether a reason is asked for."""
        return self.level >= REASON_FROM


GRADIENTS = (
    Gradient(1, "Whole-hearted yes", "This is what I want, and I will speak for it."),
    Gradient(2, "Yes, with a small point", "One thing could be better; I am behind it as it is."),
    Gradient(3, "Support with reservations", "I have my doubts, and I can live with it."),
    Gradient(4, "Abstain", "I leave this to the others, and I am fine with what comes of it."),
    Gradient(5, "More discussion needed", "I cannot say yet: we have not clarified enough."),
    Gradient(6, "Don't like it, will support it", "I would do otherwise; I won't hold it up."),
    Gradient(7, "Serious disagreement", "I am against it. Do not count on me to carry it."),
    Gradient(8, "Veto", "This must not happen, and I stand in its way."),
)


class Scale(models.TextChoices):
    """Which of the eight steps a round offers.

    A step keeps its number on the shorter scale, so that rules and rounds can be compared.
    """

    EIGHT = "eight", "All eight steps"
    FIVE = "five", "Five steps: 1, 3, 4, 6 and 8"

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that can be chosen, the best first."""
        return (1, 3, 4, 6, 8) if self == Scale.FIVE else tuple(range(BEST, WORST + 1))

    @property
    def gradients(self) -> list[Gradient]:
        """The steps that can be chosen, the best first."""
        return [gradient(level) for level in self.levels]

    def nearest(self, level: int) -> int:
        """Return the step of this scale for a level of all eight: the same, or the next worse."""
        return next(own for own in self.levels if own >= level)


def gradient(level: int) -> Gradient:
    """Return the step at ``level``, 1 to 8."""
    return GRADIENTS[level - 1]


def spread(levels: Iterable[int]) -> dict[int, int]:
    """Return how many stand at each of the eight levels, the best first."""
    counts = dict.fromkeys(range(BEST, WORST + 1), 0)
    for level in levels:
        counts[level] += 1
    return counts
