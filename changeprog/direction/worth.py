"""What a programme is worth: its benefits with what came of each, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from changeprog.direction import value
from changeprog.direction.models import Benefit
from changeprog.direction.value import Expected, Range


@dataclass(frozen=True)
class Worth:
    """A benefit as of today; ``run_rate`` is a year at its pace, ``None`` while it is early."""

    benefit: Benefit
    expected: Expected
    realised: Decimal
    run_rate: Decimal | None
    has_started: bool


@dataclass(frozen=True)
class Sums:
    """What all benefits add up to."""

    full_year: Range
    running: Range
    first_year: Range
    first_day: date | None
    realised: Decimal
    run_rate: Decimal | None
    """Of those benefits that can be judged; ``None`` when there is none."""
    unjudged: int
    """How many benefits have something to show and are too young for a run rate."""


def worth(benefit: Benefit, today: date) -> Worth:
    """Return ``benefit``, taken ``with_realised``, as of ``today``."""
    year = Range(benefit.low, benefit.likely, benefit.high)
    since = min(benefit.starts_on, benefit.first_on or benefit.starts_on)
    return Worth(
        benefit=benefit,
        expected=Expected(year, benefit.starts_on),
        realised=benefit.realised,
        run_rate=value.run_rate(benefit.recent, since, today),
        has_started=since <= today,
    )


def sums(worths: Sequence[Worth], today: date) -> Sums:
    """Return what ``worths`` add up to."""
    expected = [each.expected for each in worths]
    rates = [each.run_rate for each in worths if each.run_rate is not None]
    first_day = value.first_start(expected)
    return Sums(
        full_year=value.full_year(expected),
        running=value.running(expected, today),
        first_year=value.year_from(expected, first_day) if first_day else value.NOTHING,
        first_day=first_day,
        realised=sum((each.realised for each in worths), start=value.NONE),
        run_rate=sum(rates, start=value.NONE) if rates else None,
        unjudged=sum(each.run_rate is None and each.has_started for each in worths),
    )
