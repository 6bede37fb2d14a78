"""Revisions: by what the streams see that a workshop has changed, while Redis is away.

Votes and notes are no events of the journal, so each kind of activity contributes a text that
differs after every committed change of its rows, such as a count and a sum of counters.
"""

from collections.abc import Callable

from changeprog.programme.rooms import journal_revision

Contribution = Callable[[int], str]
"""Takes a workshop's number; asks the database, in one query at best."""

_contributions: list[Contribution] = []


def register(contribution: Contribution) -> None:
    """Have ``contribution`` asked as well; registering one twice changes nothing."""
    if contribution not in _contributions:
        _contributions.append(contribution)


def revision(key: str) -> str:
    """Return a text that differs after every committed change in the workshop of that room key."""
    number = key.partition(".")[2]
    if not (number.isascii() and number.isdecimal()):
        return ""
    return "|".join([journal_revision(key), *(tell(int(number)) for tell in _contributions)])
