"""How far an archive is, said from outside the transaction that makes it, and whether to stop."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from changeprog.closing.models import ArchiveProgress

EVERY = 0.4
"""Seconds between two times of saying it."""
TABLE = ArchiveProgress._meta.db_table  # noqa: SLF001 -- Django's documented name
SAY = f"UPDATE {TABLE} SET done = %s, total = %s WHERE of_id = %s RETURNING cancelled"  # noqa: S608 -- a name of ours
BEGIN = f"UPDATE {TABLE} SET attempts = attempts + 1, done = 0, total = 0 WHERE of_id = %s"  # noqa: S608 -- as above


class Cancelled(Exception):  # noqa: N818 -- what somebody wanted
    """Somebody does not want the archive any more."""


class Progress:
    """Says on a connection of its own how far one archive is."""

    def __init__(self, of: int, apart: BaseDatabaseWrapper) -> None:
        self.of, self.apart = of, apart
        self.done, self.total, self.last = 0, 0, 0.0

    def begin(self, total: int) -> None:
        """Say of how many rows it will be."""
        self.total = total
        self.say()

    def step(self, count: int) -> None:
        """Count rows that are written; raises ``Cancelled`` when somebody wants that."""
        self.done += count
        if monotonic() - self.last >= EVERY:
            self.say()

    def say(self) -> None:
        self.last = monotonic()
        with self.apart.cursor() as cursor:
            cursor.execute(SAY, [self.done, self.total, self.of])
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled


@contextmanager
def told(of: int) -> Iterator[Progress]:
    """Count an attempt, and give what says, from outside its transaction, how far it is."""
    with closing(connection.copy()) as apart:
        with apart.cursor() as cursor:
            cursor.execute(BEGIN, [of])
        yield Progress(of, apart)
