"""Locks by which votes and the reveal of one round wait for each other.

Votes share the lock, so they do not wait for one another. Whoever reveals, annuls or reopens holds
it alone: votes that have begun are finished first, those that come later find the round over. The
lock manager of PostgreSQL serves in the order of asking, so a stream of votes cannot put a reveal
off, as it could with shared locks on the row.
"""

from django.db import connection

OF_ROUNDS = 0x726F756E
"""The first half of the lock's number, which tells it from other advisory locks."""
_HALF = 0x7FFFFFFF


def share(number: int) -> None:
    """Wait while somebody holds the round, and keep it from being held until the commit."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s, %s)", number)


def hold(number: int) -> None:
    """Wait for all votes under way, and have the round alone until the commit."""
    _ask("SELECT pg_advisory_xact_lock(%s, %s)", number)


def _ask(statement: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [OF_ROUNDS, number & _HALF])
