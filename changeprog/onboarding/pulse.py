"""What a pulse may tell of a team, so that it singles out nobody. Pure.

Three means, which docs/pulse.md explains:

- Fewer than five answers are told by nothing at all.
- What is told is how many *in five* say yes, never a number of people.
- Where few people joined or left since an earlier pulse, a change that these few could have made
  is not told: the figure stays as it was. Who holds one against the other would learn what they
  said, if the others had said the same both times.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

FEWEST = 5
"""People that anything told has to stand for."""
PARTS = 5
"""In so many parts a figure is told."""
MOST = 4
"""Parts from which on most of a team believe something."""
HALF_A_PART = Fraction(1, 2 * PARTS)


class Answer(IntEnum):
    """What somebody says to one of the six."""

    LEFT_OUT = 0
    YES = 1
    NOT_YET = 2


@dataclass(frozen=True)
class Tally:
    """How many of those who answered said yes, and how many said yes or not yet."""

    yes: int
    given: int

    @classmethod
    def of(cls, answers: Iterable[int]) -> "Tally":
        """Count the answers of some people to one of the six."""
        said = [answer for answer in answers if answer != Answer.LEFT_OUT]
        return cls(said.count(Answer.YES), len(said))

    @property
    def share(self) -> Fraction:
        """The part of the answers that says yes, from 0 to 1."""
        return Fraction(self.yes, self.given)

    @property
    def fifths(self) -> int:
        """The share in fifths; one that lies between two is told as the smaller."""
        return -int((HALF_A_PART - self.share) * PARTS // 1)


@dataclass(frozen=True)
class Earlier:
    """What an earlier pulse of the team told, from how many answers, and whom it asked."""

    fifths: int
    given: int
    asked: frozenset[int]


def told(tally: Tally, asked: frozenset[int], earlier: Sequence[Earlier]) -> int | None:
    """Return how many in five say yes, as far as it may be told; nothing from fewer than five.

    ``earlier`` is what was told before, the newest first.
    """
    if tally.given < FEWEST:
        return None
    return next((each.fifths for each in earlier if explains(each, tally, asked)), tally.fifths)


def explains(earlier: Earlier, tally: Tally, asked: frozenset[int]) -> bool:
    """Whether fewer than five who joined or left could have made the change since ``earlier``.

    Those who joined move a share by at most their part of the answers now, those who left by at
    most their part of the answers then; the share then is known to half a fifth.
    """
    joined, left = len(asked - earlier.asked), len(earlier.asked - asked)
    if not 0 < joined + left < FEWEST:
        return False
    theirs = Fraction(joined, tally.given) + Fraction(left, earlier.given)
    return abs(tally.share - Fraction(earlier.fifths, PARTS)) <= theirs + HALF_A_PART


WORDS = (
    "Nobody, or hardly anybody",
    "About one in five",
    "About two in five",
    "About three in five",
    "About four in five",
    "Everybody, or nearly",
)


def in_words(fifths: int | None) -> str:
    """Return a figure as people say it; of one that may not be told, just that."""
    return "Too few said" if fifths is None else WORDS[fifths]
