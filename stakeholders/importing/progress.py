"""How far a long job is, said while its transaction still runs, and whether it shall stop.

What a transaction writes is seen by nobody before it ends. So a job says how far it is on a
connection of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from time import monotonic

from django.db import connection

from stakeholders.models import ImportProgress

EVERY = 0.4
"""Seconds between two times of saying it."""
Step = Callable[[int], None]
"""Called with the number of rows that are done now; may raise ``Cancelled``."""
TABLE = ImportProgress._meta.db_table  # noqa: SLF001 -- Django's documented name
SAY = f"UPDATE {TABLE} SET done = %s, total = %s WHERE of_id = %s RETURNING cancelled"  # noqa: S608 -- a name of ours


class Cancelled(Exception):  # noqa: N818 -- somebody's wish, no error
    """Somebody does not want the job to go on."""


def silent(count: int) -> None:
    """Say nothing: for what takes less than a second."""


@contextmanager
def told(of: int, total: int) -> Iterator[Step]:
    """Give what tells, from outside the transaction, how far the job of import ``of`` is."""
    with closing(connection.copy()) as apart:
        done, last = 0, 0.0

        def step(count: int) -> None:
            nonlocal done, last
            done += count
            if monotonic() - last < EVERY:
                return
            last = monotonic()
            with apart.cursor() as cursor:
                cursor.execute(SAY, [done, max(total, done), of])
                row = cursor.fetchone()
            if row and row[0]:
                raise Cancelled

        yield step
