"""The moments of a team's way at which it is asked by itself, each once. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import models

from changeprog.onboarding.models.adoption import Stage

GAP = timedelta(weeks=4)
"""At least so long passes between the end of one pulse of a team and the next."""
WINDOW = timedelta(days=14)
"""For so long a moment may still be caught up on; afterwards it is over."""


class Moment(models.TextChoices):
    """When a pulse was asked."""

    BY_HAND = "by_hand", "Asked by hand"
    BEFORE = "before", "Before the trial"
    MONTH = "month", "After the first month"
    LATER = "later", "Three months later"


AFTER_THE_BEGINNING = {
    Moment.BEFORE: timedelta(days=-14),
    Moment.MONTH: timedelta(days=30),
    Moment.LATER: timedelta(days=121),
}
"""When each moment comes, counted from the day on which the team's first trial begins."""
UNDER_WAY = frozenset({Stage.IN_TRIAL, Stage.USING, Stage.USUAL})
STAGES = {
    Moment.BEFORE: frozenset({Stage.INVITED, Stage.PREPARING, Stage.IN_TRIAL}),
    Moment.MONTH: UNDER_WAY,
    Moment.LATER: UNDER_WAY,
}
"""At which stages a team is asked then: one that was not even invited is asked nothing."""


def due(begins: date, stage: str, today: date, asked: Collection[str]) -> Moment | None:
    """Return the moment that has come and was not ``asked`` yet, or nothing.

    ``begins`` is the day on which the team's first trial begins.
    """
    return next(
        (
            moment
            for moment, after in AFTER_THE_BEGINNING.items()
            if moment not in asked
            and stage in STAGES[moment]
            and begins + after <= today < begins + after + WINDOW
        ),
        None,
    )
