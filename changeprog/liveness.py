"""Whether the jobs are alive: the age of the oldest row that is due, not "the worker answers".

An app registers a question in ``AppConfig.ready()``; ``manage.py liveness`` asks them all.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

OldestDue = Callable[[datetime], datetime | None]
"""Takes the time it is; returns since when the oldest waiting row has been due, or ``None``."""

PATIENCE = timedelta(minutes=15)
"""A row may wait this long before somebody should look at worker and beat."""

_questions: dict[str, OldestDue] = {}


def register(name: str, oldest_due: OldestDue) -> None:
    """Add the question named ``name``; registering one twice changes nothing."""
    _questions[name] = oldest_due


def overdue(moment: datetime) -> dict[str, timedelta]:
    """Return how long each kind of work has been waiting, where longer than ``PATIENCE``."""
    since = {name: oldest_due(moment) for name, oldest_due in _questions.items()}
    waiting = {name: moment - due for name, due in since.items() if due is not None}
    return {name: age for name, age in waiting.items() if age > PATIENCE}
