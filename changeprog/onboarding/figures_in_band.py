"""Whether a figure has stayed in its band for so many months: computed purely from readings."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

SILENCE = 45
"""Days between two readings, or since the last one, that still count as watched. Measures are read
by the month, which has 31 days at most, and a report may come two weeks late; longer than that
nobody can say where the figure was."""
MOST = 24
"""Months that can be asked for."""


@dataclass(frozen=True)
class Band:
    """From ``low`` to ``high``, both included; without one of them it is open to that side."""

    low: Decimal | None = None
    high: Decimal | None = None

    def has(self, value: Decimal) -> bool:
        """Whether ``value`` lies within it."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)


class State(Enum):
    """How far a figure is."""

    UNREAD = "unread"
    """No reading at all."""
    SILENT = "silent"
    """The last reading is too old to say anything."""
    OUT = "out"
    """The last reading lies outside."""
    COUNTING = "counting"
    """Inside, but not long enough yet."""
    HELD = "held"
    """Inside for as long as was asked."""


@dataclass(frozen=True)
class Watch:
    """What the readings say: inside ``since`` that day, ``last`` read on that one, ``due`` when."""

    state: State
    since: date | None = None
    last: date | None = None
    due: date | None = None
    """The day on which it has been inside for long enough, if it stays there and is read."""

    @property
    def holds(self) -> bool:
        return self.state is State.HELD


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def earliest(today: date, months: int) -> date:
    """Return a day such that no reading before it changes whether ``months`` have been held.

    A run that is held by its last reading began at most so many months before the day of that
    reading; the last one may be ``SILENCE`` days old, and so may the one before the run was.
    """
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1) - timedelta(days=2 * SILENCE)


def watch(
    readings: Mapping[date, Decimal] | Iterable[tuple[date, Decimal]],
    band: Band,
    months: int,
    today: date,
) -> Watch:
    """Return how far a figure is from having stayed in ``band`` for ``months``.

    It holds when the last readings without a break are all inside, none is more than ``SILENCE``
    days after the one before, the last is no older than that, and from the first to the last of
    them it is at least ``months``. Days after ``today`` do not count.
    """
    known = sorted((day, value) for day, value in dict(readings).items() if day <= today)
    if not known:
        return Watch(State.UNREAD)
    last = known[-1][0]
    if (today - last).days > SILENCE:
        return Watch(State.SILENT, last=last)
    since = _since(known, band)
    if since is None:
        return Watch(State.OUT, last=last)
    due = months_after(since, months)
    return Watch(State.HELD if last >= due else State.COUNTING, since, last, due)


def _since(known: list[tuple[date, Decimal]], band: Band) -> date | None:
    """Return the first day of the unbroken run of readings inside that ends with the last one."""
    since: date | None = None
    for day, value in reversed(known):
        gap = (since - day).days if since else 0
        if not band.has(value) or gap > SILENCE:
            break
        since = day
    return since
