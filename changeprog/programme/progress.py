"""Long work shows itself: how far it is, from outside the transaction that does it, and its bar.

What a transaction writes is seen by nobody before it ends. So a job says how far it is on a
connection of its own, and hears there whether it shall stop.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from time import monotonic

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from changeprog.programme.models.progress import Progress
from changeprog.programme.steps import Step, Stopped

EVERY = 0.4
"""Seconds between two times of saying it."""
SAY = "UPDATE {table} SET done = %s, total = %s WHERE of_id = %s RETURNING cancelled"
BEGIN = "UPDATE {table} SET attempts = attempts + 1, done = 0, total = 0 WHERE of_id = %s"


class Cancelled(Stopped):
    """Somebody does not want the work to go on."""


class Teller:
    """Says on a connection of its own how far the work on one thing is."""

    def __init__(self, kind: type[Progress], of: int, apart: BaseDatabaseWrapper) -> None:
        self.table, self.of, self.apart = kind._meta.db_table, of, apart  # noqa: SLF001 -- Django's documented name
        self.done, self.total, self.last = 0, 0, 0.0

    def begin(self, total: int) -> Step:
        """Say of how many steps it will be, 0 if nobody knows, and return what counts them."""
        self.done, self.total = 0, total
        self.say()
        return self.step

    def step(self, count: int) -> None:
        """Count steps that are done; raises ``Cancelled`` when somebody wants that."""
        self.done += count
        if monotonic() - self.last >= EVERY:
            self.say()

    def attempt(self) -> None:
        """Count that a job has begun, so that it counts also where it dies at once."""
        with self.apart.cursor() as cursor:
            cursor.execute(BEGIN.format(table=self.table), [self.of])

    def say(self) -> None:
        """Say it now; raises ``Cancelled`` when somebody wants the work to stop."""
        self.last = monotonic()
        with self.apart.cursor() as cursor:
            cursor.execute(SAY.format(table=self.table), [self.done, self.total, self.of])
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled


@contextmanager
def told(kind: type[Progress], of: int) -> Iterator[Teller]:
    """Count an attempt, and give what tells, from outside its transaction, how far it is.

    At the end it is told once more, so that what is done adds up.
    """
    with closing(connection.copy()) as apart:
        teller = Teller(kind, of, apart)
        teller.attempt()
        yield teller
        teller.say()


@dataclass(frozen=True)
class Work:
    """Long work as its bar shows it: ``done`` of ``total`` ``things``, of nobody knows how many.

    ``address`` is asked every few ``seconds`` for the bar as it is then; where the page's stream
    brings it there is none. ``stop_url`` stops the work, or the form of the page whose id is
    ``stop_form``, as a stream brings no forms; ``after`` says what becomes of it.
    """

    doing: str
    done: int
    total: int
    things: str
    address: str = ""
    stop_url: str = ""
    stop_form: str = ""
    stop: str = "Stop"
    after: str = ""
    is_stopping: bool = False
    seconds: int = 1


def answer(request: HttpRequest, work: Work | None) -> HttpResponse:
    """Give the bar of ``work``; once it is over, have the page look at what came of it."""
    if work is None:
        return HttpResponseClientRefresh()
    return render(request, "programme/_progress.html", {"work": work})
