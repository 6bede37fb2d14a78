"""How far a long job is, said while its transaction still runs, and whether it shall stop.

What a transaction writes is seen by nobody before it ends. So a job says how far it is on a
connection of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from time import monotonic
from typing import TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from stakeholders.models import ImportProgress
from stakeholders.reading import Step, Stopped, unheard

EVERY = 0.4
"""Seconds between two times of saying it."""
Item = TypeVar("Item")
Begin = Callable[[int], Step]
"""Called with the number of rows there are, before the first is done."""
TABLE = ImportProgress._meta.db_table  # noqa: SLF001 -- Django's documented name
SAY = f"UPDATE {TABLE} SET done = %s, total = %s WHERE of_id = %s RETURNING cancelled"  # noqa: S608 -- a name of ours
BEGIN = f"UPDATE {TABLE} SET attempts = attempts + 1, done = 0, total = 0 WHERE of_id = %s"  # noqa: S608 -- as above


class Cancelled(Stopped):
    """Somebody does not want the job to go on."""


def silent(total: int) -> Step:
    """Say nothing: for what takes less than a second."""
    return unheard


def counted(items: Iterable[Item], step: Step) -> Iterator[Item]:
    """Yield ``items``, and let ``step`` hear of each."""
    for item in items:
        step(1)
        yield item


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
        """Say of how many rows it will be, 0 if nobody knows, and return what counts them."""
        self.done, self.total = 0, total
        self.say()
        return self.step

    def attempt(self) -> None:
        """Count that a job has begun, so that it counts also where it dies at once."""
        with self.apart.cursor() as cursor:
            cursor.execute(BEGIN, [self.of])

    def say(self) -> None:
        self.last = monotonic()
        with self.apart.cursor() as cursor:
            cursor.execute(SAY, [self.done, self.total, self.of])
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled


@contextmanager
def told(of: int) -> Iterator[Begin]:
    """Count a job, and give what tells, from outside its transaction, how far it is."""
    with closing(connection.copy()) as apart:
        progress = Progress(of, apart)
        progress.attempt()
        yield progress.begin
