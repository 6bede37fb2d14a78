"""Is the change the right size for those who live through it? A rule of thumb, written down.

The rule is this project's own, not a measured law. It takes the share of a working day that
changes, in percentage points, and the weeks over which it does:

- too small to be noticed: less than ``NOTICED`` of the day, or spread so thinly that fewer than
  ``THIN`` points change in a week;
- too big at once: more than ``AT_ONCE`` points and ``A_WEEK`` more for each week;
- digestible: everything between the two.

``AT_ONCE`` is an hour and a bit of an eight-hour day, which people take in as "a new form".
``A_WEEK`` is what becomes a habit in a week: about 25 minutes of the day.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOTICED = 10
THIN = Decimal("0.25")
AT_ONCE = 10
A_WEEK = 5

SHARES = {
    0: "Nothing",
    5: "A few minutes of the day",
    10: "Most of an hour",
    25: "A quarter of the day",
    50: "Half of the day",
    75: "Most of the day",
    100: "The whole day",
}
"""The steps in which a share is judged, in words."""

WEEKS = {
    1: "Within a week",
    4: "Within a month",
    13: "Over a quarter",
    26: "Over half a year",
    52: "Over a year",
}
"""The steps in which suddenness is judged, in words."""


class Size(StrEnum):
    """How a change looks to those who live through it; each is bigger than the one before."""

    SMALL = "small"
    DIGESTIBLE = "digestible"
    BIG = "big"

    @property
    def words(self) -> str:
        return WORDS[self]

    @property
    def tone(self) -> str:
        return TONES[self]


WORDS = {
    Size.SMALL: "Too small to be noticed",
    Size.DIGESTIBLE: "Digestible",
    Size.BIG: "Too big at once",
}
TONES = {Size.SMALL: "is-warn", Size.DIGESTIBLE: "is-good", Size.BIG: "is-bad"}


def size(share: int, weeks: int) -> Size:
    """Return how a change of ``share`` (0 to 100 per cent) over ``weeks`` (1 or more) looks.

    More of the day never looks smaller, more time never looks bigger.
    """
    if share > at_most(weeks):
        return Size.BIG
    if share < NOTICED or share < THIN * weeks:
        return Size.SMALL
    return Size.DIGESTIBLE


def at_most(weeks: int) -> int:
    """Return the share of the day, 0 to 100, that is digestible over ``weeks``."""
    return min(AT_ONCE + A_WEEK * weeks, 100)


def at_least(share: int) -> int:
    """Return the weeks, 1 or more, that a change of ``share`` takes to be digestible."""
    return max(-(-(share - AT_ONCE) // A_WEEK), 1)


@dataclass(frozen=True)
class Advice:
    """What to do: bundle, keep going, split or phase."""

    verb: str
    words: str


def advice(share: int, weeks: int) -> Advice:
    """Return what to do about a change of ``share`` over ``weeks``."""
    match size(share, weeks):
        case Size.SMALL:
            return Advice(
                "Bundle",
                "Put it together with another step, so that there is a day on which people notice.",
            )
        case Size.DIGESTIBLE:
            return Advice("Keep going", "Enough to be noticed, and little enough to be learnt.")
        case Size.BIG:
            return _smaller(share, weeks)


def _smaller(share: int, weeks: int) -> Advice:
    phased = f"phase it over at least {at_least(share)} weeks"
    return Advice(
        "Split or phase",
        f"Begin with tasks that make up at most {at_most(weeks)} % of the day, or {phased}.",
    )
