"""The days of a trial: how long it runs, which days can be ticked, and what is asked when."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

GRACE = 3
"""Days for which a day, or a week that is over, can still be ticked: memory is short, and a sum
that is shown must not move any more."""
PROCESS_AFTER, RESULTS_AFTER = 1, 4
"""Months from the decision to keep a task until the process is evaluated, and then its results.

People first have to master the new way; what it brings shows only once they do, so it is asked
after a few more months, and the process before it.
"""
MONTH, PROCESS, RESULTS = "month", "process", "results"
DAYS, WEEKS = "day", "week"


@dataclass(frozen=True)
class Question:
    """What is asked of a trial, and from which day on."""

    kind: str
    due: date


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of its month where it has none such."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_question(
    ends_on: date, kept_on: date | None, *, dropped: bool, asked: Collection[str]
) -> Question | None:
    """Return what is asked next of a trial that has begun, if anything still is.

    While nothing is decided, that is the light evaluation on the day after its month. What is kept
    is asked for its process and then its results, each once; ``asked`` are those answered.
    """
    if dropped:
        return None
    if kept_on is None:
        return Question(MONTH, ends_on)
    later = ((PROCESS, PROCESS_AFTER), (RESULTS, RESULTS_AFTER))
    return next(
        (Question(kind, months_after(kept_on, n)) for kind, n in later if kind not in asked), None
    )


def monday(day: date) -> date:
    """Return the first day of its week."""
    return day - timedelta(days=day.weekday())


def last_of(day: date, rhythm: str) -> date:
    """Return the last day of what is ticked on ``day``: the day itself, or its Sunday."""
    return day if rhythm == DAYS else monday(day) + timedelta(days=6)


def offered(rhythm: str, starts_on: date, today: date) -> list[date]:
    """Return the days, or the Mondays of the weeks, that can be ticked today, the newest first."""
    reach = [today - timedelta(days=back) for back in range(GRACE + 1)]
    if rhythm == WEEKS:
        start, weeks = monday(starts_on), dict.fromkeys(monday(day) for day in reach)
        return [first for first in weeks if first >= start]
    return [day for day in reach if day >= starts_on]


def is_settled(week: date, today: date) -> bool:
    """Whether nothing of the week that begins on ``week`` can be ticked any more."""
    return last_of(week, WEEKS) + timedelta(days=GRACE) < today
