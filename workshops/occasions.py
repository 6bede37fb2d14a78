"""When somebody is asked again about a workshop: pure, in days of the person's own calendar."""

from datetime import date, timedelta

from workshops.models.follow_up import Occasion

AFTER = {Occasion.WEEK: timedelta(days=7), Occasion.MONTH: timedelta(days=30)}
"""From the day on which the workshop was closed."""
LATEST = timedelta(days=60)
"""After so long an occasion has passed, however it came that nobody was asked."""


def occasions(closed: date | None, due: date | None) -> dict[Occasion, date]:
    """Return the day of each occasion, in their order.

    ``closed`` is the day on which the workshop was closed, if it was; ``due`` that of a signed
    commitment. A commitment that is due on the day of another occasion is asked about with it.
    """
    days = {each: closed + after for each, after in AFTER.items()} if closed else {}
    if due and due not in days.values():
        days[Occasion.DUE] = due
    return dict(sorted(days.items(), key=lambda pair: pair[1]))


def has_come(closed: date | None, due: date | None, today: date) -> Occasion | None:
    """Return the occasion for which somebody is to be asked by ``today``, asked or not.

    It is the last one that has come: after an outage nobody is asked twice in a day. There is none
    once it has passed.
    """
    come = [(day, each) for each, day in occasions(closed, due).items() if day <= today]
    if not come or today - come[-1][0] > LATEST:
        return None
    return come[-1][1]
