"""Whether the jobs are alive: what was due a while ago and is still undone, not "they answer".

An app registers a question in ``AppConfig.ready()``; ``manage.py liveness`` asks them all.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile

StillUndone = Callable[[datetime], bool]
"""Takes a moment; returns whether anything that was due then is still waiting now."""

PATIENCE = timedelta(minutes=15)
"""Work may wait this long before somebody should look at worker and beat."""

_questions: dict[str, StillUndone] = {}


def register(name: str, still_undone: StillUndone) -> None:
    """Add the question named ``name``; registering one twice changes nothing."""
    _questions[name] = still_undone


def ages(moment: datetime, steps: Sequence[int]) -> list[tuple[str, int]]:
    """Return each kind of work and the longest of ``steps`` (seconds) for which any has waited.

    What waited for a long time has waited for every shorter one, so the first "no" is the last.
    """
    return [
        (name, max((0, *takewhile(partial(_waited, undone, moment), steps))))
        for name, undone in _questions.items()
    ]


def _waited(undone: StillUndone, moment: datetime, seconds: int) -> bool:
    return undone(moment - timedelta(seconds=seconds))


def overdue(moment: datetime) -> list[str]:
    """Return the kinds of work that have been waiting for longer than ``PATIENCE``."""
    return [name for name, undone in _questions.items() if undone(moment - PATIENCE)]
