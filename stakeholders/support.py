"""The scale of support: five steps from against to leading, each with a number and a word."""

from django.db.models import IntegerChoices

LEAST, MOST = 1, 5
"""Ends of every scale on the map: influence, interest, how much somebody is touched, support."""
SCALE = range(LEAST, MOST + 1)


class Support(IntegerChoices):
    """How somebody stands to the change; the number is its place, and the hue of its colour."""

    AGAINST = 1, "Against"
    DOUBTFUL = 2, "Doubtful"
    NEUTRAL = 3, "Neutral"
    SUPPORTIVE = 4, "Supportive"
    LEADING = 5, "Leading"

    @classmethod
    def named(cls, word: str) -> "Support":
        """Return the step called ``word`` in any spelling of capitals; raises ``KeyError``."""
        return cls[word.strip().upper()]


def gap(now: int | None, needed: int | None) -> int | None:
    """Return how many steps are missing (negative: more than needed), None while unknown."""
    return None if now is None or needed is None else needed - now
