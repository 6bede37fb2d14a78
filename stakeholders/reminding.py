"""When somebody who has not answered a survey is reminded: pure, by the person's own clock."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from changeprog.communications.arrival import MORNING
from changeprog.communications.clock import instant


def occasion(
    closes_on: date, days: Collection[int], asked_at: datetime, zone: ZoneInfo, at: datetime
) -> str:
    """Return the reminder that is due at the moment ``at``, or nothing; each has its own name.

    ``days`` are counted back from ``closes_on``; a reminder is due from the morning of its day, by
    the person's clock. Only the last that has come counts, so that an outage makes one mail of
    several, and none comes that was due before the person was asked. A survey that closes on
    another day than before has new occasions.
    """
    come = [
        (struck, before)
        for before in days
        if (struck := instant(closes_on - timedelta(days=before), MORNING, zone)) <= at
    ]
    if not come:
        return ""
    struck, before = max(come)
    return f"{closes_on.isoformat()}/{before}" if struck > asked_at else ""
