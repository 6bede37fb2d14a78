"""What still has to be done before a workshop can close: whoever knows of it says so here."""

from collections.abc import Callable

from workshops.models import Workshop

Blocker = Callable[[Workshop], list[str]]
"""Takes a workshop and returns, in sentences, what has to be done first; nothing if nothing has.

Only whoever leads the workshop reads it; it must not tell what somebody said in private.
"""

_blockers: list[Blocker] = []


def register(*asked: Blocker) -> None:
    """Have ``asked`` say what has to be done; registering one twice changes nothing."""
    _blockers.extend(each for each in asked if each not in _blockers)


def blockers(workshop: Workshop) -> list[str]:
    """Return all that has to be done before ``workshop`` can close."""
    return [words for asked in _blockers for words in asked(workshop)]
