"""Benchmarks: each module here but ``__main__`` is one.

It offers ``scene()`` with pages to measure, or ``lines()`` and measures by itself.

They print and judge nothing: a machine that is busy is slow, and only the ratio to an empty page
of the same run says how dear a page is.
"""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test import Client

WARMING_UP = 3
"""Rounds that are not counted: templates get compiled, connections opened, plans made."""


@dataclass(frozen=True)
class Page:
    name: str
    url: str


@dataclass(frozen=True)
class Scene:
    """Somebody signed in, an ``empty`` page to compare with, and the pages to measure."""

    client: Client
    empty: Page
    pages: list[Page]


@dataclass
class Measured:
    """What a page took: milliseconds of each request; queries and bytes of the last one."""

    times: list[float] = field(default_factory=list)
    at_work: list[float] = field(default_factory=list)
    """Of ``times``, what this process itself computed; the rest is the database, or waiting."""
    queries: int = 0
    content: bytes = b""

    @property
    def median(self) -> float:
        return median(self.times)

    def line(self, empty: "Measured") -> dict[str, float | int]:
        """Return the figures to print; ``ratio`` says how many empty pages this one is worth."""
        return {
            "best_ms": round(min(self.times), 1),
            "median_ms": round(self.median, 1),
            "p95_ms": round(quantiles(self.times, n=20)[-1], 1),
            "python_ms": round(median(self.at_work), 1),
            "ratio": round(self.median / empty.median, 1),
            "queries": self.queries,
            "bytes": len(self.content),
            "compressed": len(gzip.compress(self.content, 6)),
        }


def measure(
    scene: Scene, rounds: int, told: Callable[[int], None], warming_up: int = WARMING_UP
) -> dict[str, Measured]:
    """Ask for every page once a round, so that a busy moment of the machine meets all alike.

    ``told`` is called with the number of each round that is over. Raises ``AssertionError`` when a
    page does not answer 200: an error page would be quick.
    """
    from changeprog.settled import settle  # noqa: PLC0415 -- after the settings are chosen

    pages = [scene.empty, *scene.pages]
    measured = {page.name: Measured() for page in pages}
    settle()  # as a server does
    for number in range(warming_up + rounds):
        for page in pages:
            ask(scene.client, page, measured[page.name], counts=number >= warming_up)
        told(number + 1)
    return measured


def ask(client: Client, page: Page, measured: Measured, *, counts: bool) -> None:
    """Ask for ``page`` once and note what it took, if that counts."""
    with counted() as queries:
        began, worked = perf_counter(), process_time()
        answer = client.get(page.url)
        took, computed = perf_counter() - began, process_time() - worked
    assert answer.status_code == 200, (page.name, answer.status_code)
    measured.queries, measured.content = len(queries), answer.content
    if counts:
        measured.times.append(took * 1000)
        measured.at_work.append(computed * 1000)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Yield a list that collects the queries made inside."""
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries
