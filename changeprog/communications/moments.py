"""Moments: what has a day of its own, before or after which a procedure may strike.

Milestones have one, and workshops; each kind is registered by the app that knows it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from changeprog.programme.models import Programme


@dataclass(frozen=True)
class Moment:
    """The ``day`` on which something is to happen, or on which it did, when it is ``over``."""

    day: date
    over: bool


DatesOf = Callable[[Programme], Iterable[Moment]]
"""Returns the moments of one kind in a programme, in one query."""
_kinds: dict[str, DatesOf] = {}


def register(kind: str, dates_of: DatesOf) -> None:
    """Say what ``kind`` ("milestone", "workshop") of thing has which days."""
    _kinds[kind] = dates_of


def of(kind: str, programme: Programme) -> list[Moment]:
    """Return the moments of ``kind`` in ``programme``; none where nobody knows the kind."""
    return list(_kinds[kind](programme)) if kind in _kinds else []


def before(known: Iterable[Moment]) -> list[date]:
    """Return the days still ahead of what is not over: before what has happened is too late."""
    return [moment.day for moment in known if not moment.over]


def after(known: Iterable[Moment]) -> list[date]:
    """Return the days of what has happened."""
    return [moment.day for moment in known if moment.over]
