"""The stages in which somebody is reminded of what becomes due: pure, in days of a calendar."""

from collections.abc import Iterable
from datetime import date, timedelta

WEEK = 7


def stage(
    due: date, today: date, offsets: Iterable[int], weekly_while_late: bool, known_since: date
) -> int | None:
    """Return the stage that holds on ``today``: so many days before ``due``, or after if negative.

    ``offsets`` are days before; with ``weekly_while_late`` one stage begins every seven days after.
    A stage holds until the next begins, so that a reminder nobody could send is sent late, once. A
    thing made or moved on ``known_since`` does not get the stages that had begun before.
    """
    late = (today - due).days
    begun = [offset for offset in offsets if -late <= offset]
    if weekly_while_late and late >= WEEK:
        newest = -(late // WEEK) * WEEK
    elif begun:
        newest = min(begun)
    else:
        return None
    return newest if due - timedelta(days=newest) >= known_since else None
