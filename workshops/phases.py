"""The phases of collecting: write, group, vote, done; and who waits for whom at their turn.

Whoever writes or votes shares the activity: they do not wait for one another. Whoever turns the
phase has it alone. So what was begun before the turn counts, and what comes later finds the next
phase; nothing is taken half.
"""

from collections.abc import Iterable

from django.db import connection, models, transaction

from changeprog.programme.models import Person
from workshops.models.activity import Activity

OF_PHASES = 0x70686173
"""The first half of the lock's number, which tells it from other advisory locks."""
_HALF = 0x7FFFFFFF
DOTS, LIMIT, MOST = 3, 2, 20
"""Dots of each, of these at most on one thing, unless it is said; and the most that can be said."""


class Phase(models.TextChoices):
    """Where the room is within one collection."""

    WRITE = "write", "Write"
    GROUP = "group", "Group"
    VOTE = "vote", "Vote"
    DONE = "done", "Result"


class NotNow(Exception):  # noqa: N818 -- a rule of the workshop, told in words
    """The room is at another phase, or too much was asked for; the words say what to do."""


def phase_of(activity: Activity) -> Phase:
    """Return the phase that ``activity`` was in when it was read."""
    known: str = activity.settings.get("phase", Phase.WRITE)
    return Phase(known) if known in Phase.values else Phase.WRITE


def phases(activity: Activity) -> list[Phase]:
    """Return the phases in their order; where nobody has a dot there is no vote."""
    return [each for each in Phase if each != Phase.VOTE or dots_each(activity)]


def dots_each(activity: Activity) -> int:
    """Return how many dots everybody has, from 0 to ``MOST``."""
    return _setting(activity, "votes", DOTS)


def limit(activity: Activity) -> int:
    """Return how many of their dots somebody may put on one thing; 0 leaves it to them."""
    return _setting(activity, "limit", LIMIT) or dots_each(activity)


def is_anonymous(activity: Activity) -> bool:
    """Whether notes are written without a name."""
    return bool(activity.settings.get("anonymous"))


def is_hidden(activity: Activity) -> bool:
    """Whether nobody sees the notes yet: they are being written, and are shown when all are."""
    return bool(activity.settings.get("hidden")) and phase_of(activity) == Phase.WRITE


def share(activity: Activity) -> Phase:
    """Return the phase that holds until the commit; waits while somebody turns it."""
    return _locked("pg_advisory_xact_lock_shared", activity)


def require(activity: Activity, allowed: Iterable[Phase], words: str) -> Phase:
    """Return the phase, as ``share``; raises ``NotNow`` with ``words`` unless it is allowed."""
    phase = share(activity)
    if phase not in allowed:
        raise NotNow(words)
    return phase


@transaction.atomic
def go(activity: Activity, by: Person, seen: str, to: str) -> bool:
    """Go from the phase that was ``seen`` to another; pressed twice it goes there once."""
    present = _locked("pg_advisory_xact_lock", activity)
    if present != seen or present == to or to not in phases(activity):
        return False
    activity.set(by, phase=to)
    return True


def _locked(lock: str, activity: Activity) -> Phase:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, %s)", [OF_PHASES, activity.pk & _HALF])
    activity.refresh_from_db(fields=["settings"])
    return phase_of(activity)


def _setting(activity: Activity, name: str, usual: int) -> int:
    known = activity.settings.get(name, usual)
    return min(max(known, 0), MOST) if isinstance(known, int) else usual
