"""Support over time: how many stood where at the end of each month, and who moved up or down.

What happened is told, nothing is forecast. Each move is a step out of one level into another, so
the people at a level at the end of a month are all steps into it until then less all out of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from stakeholders.support import Support


@dataclass(frozen=True)
class Moves:
    """That ``count`` people of a function moved alike in a month; 0 is no function.

    ``before`` is None for whoever was assessed for the first time, ``after`` for whoever's level
    was taken back.
    """

    month: date
    function: int
    before: int | None
    after: int | None
    count: int


@dataclass
class Month:
    """How people stood at the end of a month, and how many moved in it; ``month`` is its first day.

    Somebody assessed for the first time has moved neither up nor down.
    """

    month: date
    standing: Counter[int] = field(default_factory=Counter)
    up: int = 0
    down: int = 0

    @property
    def known(self) -> int:
        """Of how many people it was known where they stood."""
        return self.standing.total()

    def count(self, support: Support) -> int:
        return self.standing[support]

    @property
    def counts(self) -> list[tuple[Support, int]]:
        """How many stood on each step, from leading to against."""
        return [(step, self.standing[step]) for step in reversed(Support)]


@dataclass(frozen=True)
class Course:
    """How the people of one function stood month by month; 0 is no function."""

    function: int
    months: list[Month]

    @property
    def up(self) -> int:
        return sum(month.up for month in self.months)

    @property
    def down(self) -> int:
        return sum(month.down for month in self.months)


def months(first: date, last: date) -> list[date]:
    """Return the first day of every month from that of ``first`` to that of ``last``."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def courses(moves: Iterable[Moves], shown: list[date]) -> list[Course]:
    """Return the course of each function with anybody in it, over the months ``shown`` in order.

    ``moves`` are all there were until the end of the last of them, also earlier ones.
    """
    by_function: dict[int, list[Moves]] = defaultdict(list)
    for move in moves:
        by_function[move.function].append(move)
    found = [Course(function, _course(own, shown)) for function, own in sorted(by_function.items())]
    return [course for course in found if any(month.known for month in course.months)]


def together(all_courses: Iterable[Course]) -> Course | None:
    """Return the course of everybody in any of ``all_courses``, or None if there are none."""
    parts = list(zip(*(course.months for course in all_courses), strict=True))
    return Course(0, [_sum(part) for part in parts]) if parts else None


def _course(moves: Iterable[Moves], shown: list[date]) -> list[Month]:
    before = Month(date.min)
    within = {month: Month(month) for month in shown}
    for move in moves:
        _add(within.get(move.month, before), move)
    return list(accumulate(within.values(), _after, initial=before))[1:]


def _after(before: Month, month: Month) -> Month:
    """Return the month with everybody who stood somewhere before it."""
    return Month(month.month, _added(before.standing, month.standing), month.up, month.down)


def _add(month: Month, move: Moves) -> None:
    if move.before is not None:
        month.standing[move.before] -= move.count
    if move.after is not None:
        month.standing[move.after] += move.count
    if move.before is not None and move.after is not None:
        month.up += move.count if move.after > move.before else 0
        month.down += move.count if move.after < move.before else 0


def _sum(part: tuple[Month, ...]) -> Month:
    return Month(
        part[0].month,
        _added(*(month.standing for month in part)),
        sum(month.up for month in part),
        sum(month.down for month in part),
    )


def _added(*counts: Counter[int]) -> Counter[int]:
    """Return the sum of ``counts``, whose own numbers may be below 0."""
    found: Counter[int] = Counter()
    for each in counts:
        found.update(each)
    return found
