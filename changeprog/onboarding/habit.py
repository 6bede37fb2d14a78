"""Whether the new way has become habit: what a team ticked, week by week, without anybody's name.

What people tick is theirs. Others see sums alone, under three conditions that together keep anybody
from being singled out:

* a sum is one of a *week*, never of a day;
* it is one over at least ``GROUP`` people, those who have ticked anything up to that week, also
  where they ticked nothing in it; until there are as many, the week says nothing;
* it is shown when the week can no longer be ticked (``trial_days.is_settled``), so that nobody can
  watch it move as a colleague taps.

Since weeks do not overlap and nobody is taken out of a sum later, no sum can be subtracted from
another one to leave fewer people than ``GROUP``. Nobody is counted who never ticked.

When something counts as a habit follows P. Lally, C. H. M. van Jaarsveld, H. W. W. Potts and
J. Wardle, "How are habits formed: Modelling habit formation in the real world", European Journal of
Social Psychology 40 (2010), 998-1009: it took people 18 to 254 days, half of them more than 66, to
do something without thinking of it; to leave it out once made no difference.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from changeprog.onboarding.trial_days import DAYS, is_settled, monday

GROUP = 5
"""People at least over whom a sum is shown."""
WORKING_DAYS = 5
STEADY = 80
"""Per cent of a week's occasions: four days in five. To leave out one day does no harm."""
LOW = 60
STRETCH = 3
"""Weeks in a row that are looked at: fewer may be chance, or a holiday."""
FORMED = 10
"""Weeks after which a steady way may be called a habit: 66 days, rounded up."""
WEEK = timedelta(days=7)

Ticked = Iterable[tuple[int, date]]
"""Who ticked, by any number that tells people apart, and which day or Monday."""


@dataclass(frozen=True)
class Week:
    """A week that is settled; ``share`` is in per cent, ``None`` for fewer than ``GROUP`` people.

    It is the part of all occasions to do it the new way that people took, with as many ``people``.
    """

    first: date
    share: int | None = None
    people: int | None = None


class Habit(Enum):
    """What the weeks say, and how that is told."""

    HIDDEN = "Fewer than five people tick, so no sum is shown"
    EARLY = "Too early to tell"
    NOT_YET = "Not a habit yet"
    ON_THE_WAY = "On the way to a habit"
    FORMED = "It has become habit"
    FADING = "It was on the way, and fades"

    @property
    def tone(self) -> str:
        """The tone in which it is told."""
        tones = {Habit.FORMED: "is-good", Habit.ON_THE_WAY: "is-accent", Habit.FADING: "is-warn"}
        return tones.get(self, "")


def weeks(ticked: Ticked, rhythm: str, starts_on: date, today: date) -> list[Week]:
    """Return the settled weeks from the one in which it began, the oldest first."""
    known: dict[date, dict[int, int]] = {}
    for person, day in ticked:
        counts = known.setdefault(monday(day), {})
        counts[person] = counts.get(person, 0) + 1
    so_far: set[int] = set()
    found = []
    for first in _settled(starts_on, today):
        counts = known.get(first, {})
        so_far |= counts.keys()
        most = occasions(rhythm, first, starts_on)
        found.append(_week(first, counts.values(), len(so_far), most))
    return found


def occasions(rhythm: str, first: date, starts_on: date) -> int:
    """Return how often one person can do it in the week from ``first`` on.

    Five days a week, whichever they are; in a week in which it begins later, its working days.
    """
    if rhythm != DAYS:
        return 1
    return max(1, WORKING_DAYS - max(0, (starts_on - first).days))


def read(found: Sequence[Week]) -> Habit:
    """Return what settled weeks, the oldest first, say about the habit."""
    shares = [week.share for week in found]
    if all(share is None for share in shares):
        return Habit.HIDDEN if shares else Habit.EARLY
    last = [share for share in shares[-STRETCH:] if share is not None]
    if len(last) < STRETCH:
        return Habit.EARLY
    if min(last) >= STEADY:
        return Habit.FORMED if len(found) >= FORMED else Habit.ON_THE_WAY
    return Habit.FADING if last[-1] < LOW and _was_steady(shares) else Habit.NOT_YET


def _was_steady(shares: Sequence[int | None]) -> bool:
    """Whether there was a stretch of weeks in which it was done steadily."""
    stretches = (shares[place : place + STRETCH] for place in range(len(shares) - STRETCH + 1))
    return any(all(share is not None and share >= STEADY for share in each) for each in stretches)


def _week(first: date, counts: Iterable[int], people: int, most: int) -> Week:
    if people < GROUP:
        return Week(first)
    done = sum(min(count, most) for count in counts)
    return Week(first, share=100 * done // (most * people), people=people)


def _settled(starts_on: date, today: date) -> Iterator[date]:
    first = monday(starts_on)
    while is_settled(first, today):
        yield first
        first += WEEK
