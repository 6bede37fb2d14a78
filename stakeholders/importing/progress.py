"""How far a long job is, said while its transaction still runs, and whether it shall stop.

What a transaction writes is seen by nobody before it ends. So a job says how far it is on a
connection of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from time import monotonic

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from stakeholders.models import ImportProgress

EVERY = 0.4
"""Seconds between two times of saying it."""
Step = Callable[[int], None]
"""Called with the number of rows that are done now; may raise ``Cancelled``."""
Begin = Callable[[int], Step]
"""Called with the number of rows there are, before the first is done."""
TABLE = ImportProgress._meta.db_table  # noqa: SLF001 -- Django's documented name
SAY = f"UPDATE {TABLE} SET done = %s, total = %s WHERE of_id = %s RETURNING cancelled"  # noqa: S608 -- a name of ours


class Cancelled(Exception):  # noqa: N818 -- somebody's wish, no error
    """Somebody does not want the job to go on."""


def silent(total: int) -> Step:
    """Say nothing: for what takes less than a second."""
    return lambda _: None


class Progress:
    """Says on a connection of its own how far the job of one import is."""

    def __init__(self, of: int, apart: BaseDatabaseWrapper) -> None:
        self.of, self.apart = of, apart
        self.done, self.total, self.last = 0, 0, 0.0

    def step(self, count: int) -> None:
        """Count rows that are done; raises ``Cancelled`` when somebody wants that."""
        self.done += count
        if monotonic() - self.last >= EVERY:
            self.say()

    def begin(self, total: int) -> Step:
        """Say of how many rows it will be, and return what counts them."""
        self.total = total
        self.say()
        return self.step

    def say(self) -> None:
        self.last = monotonic()
        with self.apart.cursor() as cursor:
            cursor.execute(SAY, [self.done, self.total, self.of])
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled


@contextmanager
def told(of: int) -> Iterator[Begin]:
    """Give what tells, from outside the transaction, how far the job of import ``of`` is."""
    with closing(connection.copy()) as apart:
        yield Progress(of, apart).begin
