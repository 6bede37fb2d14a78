"""Where a row of readings leads if it goes on as it went: a slope, and how sure one can be of it.

The slope is the median of the slopes between any two readings (Theil 1950; P. K. Sen, "Estimates
of the regression coefficient based on Kendall's tau", Journal of the American Statistical
Association 63 (1968), 1379-1389). A few wild readings do not bend it. Sen's interval for the
slope takes as many of the ordered slopes away from each end as the exact distribution of
Kendall's tau allows, so that nothing is assumed about how readings scatter and nothing is drawn
by lot. Around the trend lies the middle of what readings have strayed from it so far.

What it cannot know: seasons, turns, a ceiling such as 100 %, and readings that depend on the one
before, for which the interval is too narrow. Therefore one reading a week counts, no more than
the newest 40 of them, at least five; and it never looks further ahead than twice as far as it
looked back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations
from math import factorial
from statistics import median

from changeprog.direction import days

Dated = tuple[date, Decimal]
"""The day of a reading and its value."""
LEAST, MOST = 5, 40
"""How many weeks with a reading there must be, and how many count."""
ENOUGH = MOST * 7
"""As many of the newest readings hold all that count, even with one a day."""
AHEAD = 2
"""How many times as far as the readings reach back it looks ahead."""
TAIL = Decimal("0.1")
"""The chance that is left out at each end: four of five futures lie between."""
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class TooFew:
    """An answer as well: ``weeks`` with a reading are too few to say anything."""

    weeks: int
    missing: int


@dataclass(frozen=True)
class Estimate:
    """What the measure may be on a day: likely ``middle``, ``low`` to ``high`` in 4 of 5 cases."""

    on: date
    low: Decimal
    middle: Decimal
    high: Decimal


@dataclass(frozen=True)
class Crossing:
    """When a value may be passed: the early, the likely and the late day.

    ``None`` is a day beyond the end of the forecast, or never.
    """

    early: date | None
    likely: date | None
    late: date | None


@dataclass(frozen=True)
class Forecast:
    """The trend from the last reading, on ``start``, as far as ``end``."""

    start: date
    end: date
    readings: tuple[Dated, ...]
    slopes: tuple[Decimal, Decimal, Decimal]
    """The lowest, the middle and the highest slope that the readings allow, a day."""
    strays: tuple[Decimal, Decimal]
    """How far readings lie below and above the trend; the first is not above zero."""

    def at(self, day: date) -> Estimate:
        """Return the estimate for a day; raises ``ValueError`` for one outside the forecast."""
        if not self.start <= day <= self.end:
            raise ValueError(f"The forecast goes from {self.start} to {self.end}.")
        low, middle, high = (self._level(slope, day) for slope in self.slopes)
        below, above = self.strays
        return Estimate(day, _rounded(low + below), _rounded(middle), _rounded(high + above))

    def rises_to(self, value: Decimal) -> Crossing:
        """Return when the measure is at ``value`` or above for the first time."""
        return Crossing(
            early=self._first(lambda day: self.at(day).high >= value),
            likely=self._first(lambda day: self.at(day).middle >= value),
            late=self._first(lambda day: self.at(day).low >= value),
        )

    def falls_to(self, value: Decimal) -> Crossing:
        """Return when the measure is at ``value`` or below for the first time."""
        return Crossing(
            early=self._first(lambda day: self.at(day).low <= value),
            likely=self._first(lambda day: self.at(day).middle <= value),
            late=self._first(lambda day: self.at(day).high <= value),
        )

    def _level(self, slope: Decimal, day: date) -> Decimal:
        """Return where a line of this slope through the middle of the readings is on ``day``.

        From the last reading on, a steeper line is never below a flatter one.
        """
        return median(value + slope * (day - on).days for on, value in self.readings)

    def _first(self, there: Callable[[date], bool]) -> date | None:
        """Return the first day after the last reading on which it is ``there``.

        Lines are straight, so it is halved: there at the end, or there at once, or never.
        """
        first, last = self.start + timedelta(days=1), self.end
        if first > last:
            return None
        if there(first):
            return first
        if not there(last):
            return None
        while (last - first).days > 1:
            between = first + (last - first) // 2
            first, last = (first, between) if there(between) else (between, last)
        return last


def forecast(readings: Iterable[Dated]) -> Forecast | TooFew:
    """Return where ``readings``, in any order and at most one a day, lead."""
    counted = _one_a_week(readings)
    if len(counted) < LEAST:
        return TooFew(len(counted), LEAST - len(counted))
    start = counted[-1][0]
    back = start - counted[0][0]
    end = start + min(AHEAD * back, days.LAST - start)
    slopes = sorted(
        (later - earlier) / (after - before).days
        for (before, earlier), (after, later) in combinations(counted, 2)
    )
    cut = _cut(len(counted))
    allowed = (slopes[cut], median(slopes), slopes[-1 - cut])
    return Forecast(start, max(end, start), counted, allowed, _strays(counted, allowed[1]))


def _one_a_week(readings: Iterable[Dated]) -> tuple[Dated, ...]:
    """Return the last reading of each of the newest weeks, by day."""
    weeks = {on.isocalendar()[:2]: (on, value) for on, value in sorted(readings)}
    return tuple(sorted(weeks.values())[-MOST:])


def _strays(readings: tuple[Dated, ...], slope: Decimal) -> tuple[Decimal, Decimal]:
    """Return how far the readings lie from the trend, leaving out the outermost at each end."""
    levels = [value - slope * on.toordinal() for on, value in readings]
    middle = median(levels)
    strays = sorted(level - middle for level in levels)
    out = int(len(strays) * TAIL)
    return min(strays[out], Decimal(0)), max(strays[-1 - out], Decimal(0))


@cache
def _cut(count: int) -> int:
    """Return how many of the ordered slopes may be left out at each end.

    Without a trend every order of ``count`` readings is as likely as any other. So many slopes
    may go that at most a share of ``TAIL`` of all orders has fewer pairs in the wrong order.
    """
    orders = [1]
    for more in range(2, count + 1):
        orders = [
            sum(orders[max(0, pairs - more + 1) : pairs + 1])
            for pairs in range(len(orders) + more - 1)
        ]
    seen, cut = 0, -1
    for ways in orders:
        seen += ways
        if seen > TAIL * factorial(count):
            break
        cut += 1
    return max(cut, 0)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(PLACES)
