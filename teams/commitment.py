"""Who carries too much: hours of a week that were promised, and hours that are asked.

A pure rule, week by week. What a person promised (a seat's hours, time promised to resources) is
there for the programme except for what duties take of it that week. Asked for more than that, they
are over-committed by the difference. A function is the sum of its people: hours that one of them
has left do not rest another.

Part of a week counts by its working days, Monday to Friday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
WORKDAYS = 5
AHEAD = 6
"""Weeks that are looked at: this one and the five after it."""


@dataclass(frozen=True)
class Taken:
    """What a duty takes of one week: ``hours``, or with ``None`` the ``share`` of all there is.

    ``share`` is the part of the working days on which the duty lasts, 0 to 1.
    """

    share: Decimal
    hours: Decimal | None = None


@dataclass(frozen=True)
class Hours:
    """Hours of one week; ``away`` is the part of ``promised`` that duties take."""

    promised: Decimal = ZERO
    away: Decimal = ZERO
    asked: Decimal = ZERO
    over: Decimal = ZERO

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(
            self.promised + other.promised,
            self.away + other.away,
            self.asked + other.asked,
            self.over + other.over,
        )

    @property
    def there(self) -> Decimal:
        """What is left of the promise."""
        return self.promised - self.away

    @property
    def is_over(self) -> bool:
        return self.over > 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was promised and nothing is asked."""
        return not self.promised and not self.asked


def weigh(promised: Iterable[Decimal], duties: Iterable[Taken], asked: Iterable[Decimal]) -> Hours:
    """Return how one person's week stands; no number is below 0.

    More promised never makes ``over`` larger, more asked never smaller.
    """
    taken, whole, wanted = list(duties), sum(promised, ZERO), sum(asked, ZERO)
    part = min(Decimal(1), sum((each.share for each in taken if each.hours is None), ZERO))
    hours = sum((each.share * each.hours for each in taken if each.hours is not None), ZERO)
    away = _fine(min(whole, whole * part + hours))
    return Hours(whole, away, wanted, max(ZERO, wanted - (whole - away)))


def together(people: Iterable[Hours]) -> Hours:
    """Return the week of several people."""
    return sum(people, Hours())


def monday(day: date) -> date:
    """Return the first day of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def weeks_from(today: date) -> list[date]:
    """Return the Mondays of the weeks that are looked at."""
    return [monday(today) + timedelta(weeks=number) for number in range(AHEAD)]


def share(week: date, since: date, until: date | None) -> Decimal:
    """Return the part of the working days of ``week`` from ``since`` until ``until``, 0 to 1.

    ``week`` is a Monday; both days are included, and without ``until`` there is no end.
    """
    last = week + timedelta(days=WORKDAYS - 1)
    days = (min(until or last, last) - max(since, week)).days + 1
    return Decimal(max(0, days)) / WORKDAYS


def in_hours(minutes: int) -> Decimal:
    """Return ``minutes`` in hours, to the hundredth."""
    return _fine(Decimal(minutes) / 60)


def _fine(hours: Decimal) -> Decimal:
    return hours.quantize(CENT)
