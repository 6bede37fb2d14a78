"""Numbers for monitoring, as Prometheus reads them: what was asked, and how work is going on.

Requests are counted where they are answered. Everything else is asked at the moment of reading; an
app registers what it knows in its ``register.py``. No name of a person, a programme or a thing is
ever a label.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.timezone import now
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis import RedisError

from changeprog import liveness, vault

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which several processes behind one address count together."""

_counts = CollectorRegistry()
REQUESTS = Counter(
    "changeprog_requests",
    "Requests answered.",
    ["view", "method", "status"],
    registry=_counts,
)
SECONDS = Histogram(
    "changeprog_request_seconds",
    "How long the answers took.",
    ["view"],
    buckets=(0.05, 0.2, 1, 5),
    registry=_counts,
)

SHORTLY = 2
"""Seconds that a machine's question waits for the database."""

Samples = Iterable[tuple[tuple[str, ...], float]]
"""The values of a gauge's labels, and the number they have."""


@dataclass(frozen=True)
class Gauge:
    """A number that is asked for: its name after ``changeprog_``, what it says, and its labels."""

    name: str
    title: str
    measure: Callable[[], Samples]
    labels: tuple[str, ...] = ()

    def family(self) -> Metric:
        """Ask for the number now."""
        family = GaugeMetricFamily(f"changeprog_{self.name}", self.title, labels=self.labels)
        for values, number in self.measure():
            family.add_metric(values, number)
        return family


_gauges: dict[str, Gauge] = {}


def register(*gauges: Gauge) -> None:
    """Have these numbers read; registering one twice changes nothing."""
    _gauges.update({gauge.name: gauge for gauge in gauges})


def count(view: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request, if anybody may read of it."""
    if settings.METRICS_TOKEN:
        REQUESTS.labels(view, method, str(status)).inc()
        SECONDS.labels(view).observe(seconds)


def exposition() -> bytes:
    """Return everything there is to read, in Prometheus's text format."""
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Passed())
    registry.register(_Asked())
    return generate_latest(registry)


def database_answers() -> bool:
    """Whether the database takes a new connection within ``SHORTLY``.

    The pool that pages use waits longer for one than a machine waits for its answer.
    """
    told = {**connection.get_connection_params(), "connect_timeout": SHORTLY}
    try:
        with psycopg.connect(**told) as asked:
            asked.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


class _Passed(Collector):
    def collect(self) -> Iterable[Metric]:
        return _counts.collect()


class _Asked(Collector):
    def collect(self) -> Iterator[Metric]:
        if not database_answers():
            yield _one("database_up", "Whether the database answers.", 0)
            return
        yield _one("database_up", "Whether the database answers.", 1)
        yield from _queue()
        for gauge in _gauges.values():
            yield gauge.family()


def _one(name: str, title: str, number: float) -> Metric:
    return Gauge(name, title, lambda: [((), number)]).family()


def _queue() -> Iterator[Metric]:
    """Say how many jobs no worker has taken yet; beat asks again, so losing them is no harm."""
    try:
        waiting = vault.store().llen(settings.CELERY_TASK_DEFAULT_QUEUE)
    except (RedisError, OSError):
        yield _one("queue_up", "Whether Redis answers.", 0)
        return
    yield _one("queue_up", "Whether Redis answers.", 1)
    yield _one("queue_jobs", "Jobs that no worker has taken yet.", float(str(waiting)))


AGES = (60, 300, 900, 3600, 21_600, 86_400)
"""Seconds; how old waiting work is, is told in these steps."""


def _waiting() -> Samples:
    """Yield, for each kind of work, the longest of ``AGES`` for which some has been waiting."""
    return [((work,), float(age)) for work, age in liveness.ages(now(), AGES)]


register(
    Gauge(
        "work_waiting_seconds",
        "For how long at least the oldest due work of a kind has been waiting.",
        _waiting,
        ("work",),
    )
)
