"""Does "Don't like it, will support it" deliver? One sentence with its numbers.

Two shares of few people differ by chance. They are said to differ where neither lies within what
the other could as well have been: the interval of Wilson, which holds for few people too.
"""

from collections.abc import Sequence
from math import sqrt

from workshops.delivery import Row, behind, will_support

SURE = 1.96
"""Standard deviations of an interval that holds the truth 19 times of 20."""
UNTOLD = "Too few who said so have promised something whose day has come."


def answer(steps: Sequence[Row]) -> str:
    """Return the answer in words, from the rows by step."""
    theirs, others = will_support(steps), behind(steps)
    if theirs is None or not theirs.of:
        return UNTOLD
    said = (
        f"Of {theirs.of} who said so, {theirs.kept} kept what they promised ({theirs.per_cent} %)"
    )
    if others is None or not others.of:
        return f"{said}. There is nobody to compare them with."
    behind_it = f"of {others.of} who were behind it, {others.kept} did ({others.per_cent} %)"
    return f"{_verdict(theirs, others)} {said}; {behind_it}."


def interval(row: Row) -> tuple[float, float]:
    """Return between which shares, 0 to 1, the one of those who keep their promise may lie."""
    share, of = row.kept / row.of, row.of
    middle = share + SURE**2 / (2 * of)
    spread = SURE * sqrt(share * (1 - share) / of + SURE**2 / (4 * of**2))
    whole = 1 + SURE**2 / of
    return (middle - spread) / whole, (middle + spread) / whole


def _verdict(theirs: Row, others: Row) -> str:
    (low, high), (least, most) = interval(theirs), interval(others)
    if high < least:
        return "Less often than those who were behind it."
    if low > most:
        return "More often than those who were behind it."
    return "As often as those who were behind it, as far as so few can tell."
