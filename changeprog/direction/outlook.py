"""What the forecast of an objective says in words, and as far as it is worth drawing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format

from changeprog.direction.forecast import (
    PLACES,
    Crossing,
    Dated,
    Estimate,
    Forecast,
    TooFew,
    forecast,
)
from changeprog.direction.models import Objective
from changeprog.direction.models.objective import Direction
from changeprog.programme.words import days, figure

MONTH = 30
SHORT = timedelta(weeks=4)


@dataclass(frozen=True)
class Outlook:
    """One sentence with a tone, what there is to add, and estimates for days worth knowing."""

    words: str
    tone: str = ""
    notes: list[str] = field(default_factory=list)
    estimates: list[Estimate] = field(default_factory=list)
    """From the last reading to the last day worth drawing; none where nothing can be said."""


def outlook(objective: Objective, readings: Iterable[Dated], today: date) -> Outlook:
    """Return where ``objective`` leads by its newest ``readings``, in any order.

    As many as ``forecast.ENOUGH`` of them are all that counts.
    """
    known = sorted(readings)
    ahead = forecast(known)
    if isinstance(ahead, TooFew):
        return Outlook(_too_few(ahead))
    if ahead.end < today:
        return Outlook(
            f"Too long ago to say: the last reading is of {date_format(ahead.start)}. "
            "A new one would tell."
        )
    return _ahead(objective, ahead, known[-1][1], today)


def _ahead(objective: Objective, ahead: Forecast, value: Decimal, today: date) -> Outlook:
    if objective.band:
        words, tone, crossing = _held(objective, ahead, value)
    else:
        words, tone, crossing = _reached(objective, ahead, value)
    worth = [objective.due, today, ahead.start + SHORT, crossing.likely or objective.due]
    until = min(ahead.end, max(worth))
    known = sorted({ahead.start, until, min(max(objective.due, ahead.start), until)})
    notes = [*_range(crossing, ahead), _pace(objective, ahead)]
    return Outlook(words, tone, notes, [ahead.at(day) for day in known])


def _reached(objective: Objective, ahead: Forecast, value: Decimal) -> tuple[str, str, Crossing]:
    """Say when a target is reached that the measure goes up or down to."""
    if objective.progress(value) == 1:
        return "The target is reached.", "is-good", Crossing(None, None, None)
    rising = objective.direction is Direction.UP
    crossing = (ahead.rises_to if rising else ahead.falls_to)(objective.target)
    if not crossing.likely:
        return f"At this pace the target is not reached by {_end(ahead)}.", "is-warn", crossing
    late = (crossing.likely - objective.due).days
    beside = {True: f"{days(late)} late", False: f"{days(-late)} early"}[late > 0]
    words = f"At this pace the target is reached around {date_format(crossing.likely)}, "
    return words + (beside if late else "just in time") + ".", _tone(late <= 0), crossing


def _held(objective: Objective, ahead: Forecast, value: Decimal) -> tuple[str, str, Crossing]:
    """Say when the measure leaves its band, or comes into it."""
    low, high = objective.band or (value, value)
    if objective.outside(value):
        crossing = ahead.falls_to(high) if value > high else ahead.rises_to(low)
        if not crossing.likely:
            return f"At this pace it is not in its band by {_end(ahead)}.", "is-warn", crossing
        day = date_format(crossing.likely)
        return f"At this pace it is in its band around {day}.", "is-good", crossing
    above, below = ahead.rises_to(high + PLACES), ahead.falls_to(low - PLACES)
    crossing = above if above.likely else below
    if crossing.likely:
        day = date_format(crossing.likely)
        return f"At this pace it leaves its band around {day}.", "is-warn", crossing
    words = f"At this pace it stays within its band until {_end(ahead)}."
    return words, "is-good", Crossing(None, None, None)


def _range(crossing: Crossing, ahead: Forecast) -> list[str]:
    """Say between which days it lies, in four of five cases."""
    if not crossing.early:
        return []
    if not crossing.likely:
        return [f"At best around {date_format(crossing.early)}."]
    early = date_format(crossing.early)
    if not crossing.late:
        return [f"Four times out of five not before {early}, and perhaps after {_end(ahead)}."]
    return [f"Four times out of five between {early} and {date_format(crossing.late)}."]


def _pace(objective: Objective, ahead: Forecast) -> str:
    low, middle, high = (_short(slope * MONTH) for slope in ahead.slopes)
    weeks = len(ahead.readings)
    return (
        f"The pace is {middle} {objective.unit} in {MONTH} days, between {low} and {high}, "
        f"judged by readings of {weeks} weeks."
    )


def _short(value: Decimal) -> str:
    """Write a number with its sign and about three digits."""
    places = max(min(2 - value.adjusted(), 4), 0) if value else 0
    rounded = round(value, places)
    return f"{'+' if rounded > 0 else ''}{figure(rounded)}"


def _too_few(few: TooFew) -> str:
    more = "one more week" if few.missing == 1 else f"{few.missing} more weeks"
    return f"Too few readings to say where it leads. With readings of {more} one can tell."


def _end(ahead: Forecast) -> str:
    """Name the last day that these readings let one look to."""
    return date_format(ahead.end)


def _tone(good: bool) -> str:
    return "is-good" if good else "is-warn"
