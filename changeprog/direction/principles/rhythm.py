"""How regularly visible benefit has arrived: gaps between days, in whole days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from changeprog.direction.principles.evidence import Moment

QUARTER = 90
"""Days that people wait. Organisations report by the quarter: whoever has nothing to show for
three months loses the leaders' attention to the next report, and the patience of the others."""

YEAR = 365
"""Days that are looked back on: what was slow long ago is forgiven once the rhythm is found."""

RHYTHM = 3
"""Days with a benefit before one speaks of intervals: two intervals can be alike, one cannot."""


@dataclass(frozen=True, order=True)
class Gap:
    """Days without visible benefit, from ``since`` to ``until``; the longer one is greater."""

    days: int
    since: date
    until: date


@dataclass(frozen=True)
class Rhythm:
    """``times`` counts the days with a benefit in the last year; ``open`` ends today."""

    times: int
    longest: Gap
    open: Gap


def rhythm(days: Iterable[date], moment: Moment) -> Rhythm:
    """Return how regularly benefit arrived on ``days``, in any order and however often repeated.

    Gaps are looked for from the start of the programme, or of the year up to today if that is
    later. Days before that close no gap and open none; days to come do not count.
    """
    year_ago = moment.today - timedelta(days=YEAR)
    begin = min(max(moment.started, year_ago), moment.today)
    past = {day for day in days if day <= moment.today}
    inside = sorted({begin, *(day for day in past if day > begin)})
    open_gap = _gap(inside[-1], moment.today)
    closed = [_gap(since, until) for since, until in pairwise(inside)]
    times = sum(day >= year_ago for day in past)
    return Rhythm(times=times, longest=max([*closed, open_gap]), open=open_gap)


def _gap(since: date, until: date) -> Gap:
    return Gap((until - since).days, since, until)
