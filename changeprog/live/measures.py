"""What machines ask of the streams: whether they go on, and how many people follow them."""

from collections.abc import Callable, Iterable, Iterator
from secrets import compare_digest

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

HEALTH, NUMBERS = "/live/health/", "/live/metrics/"
Answer = tuple[int, bytes]
"""A status and a body in plain text."""


class Measures(Collector):
    """Answers at two addresses beside the rooms, whose names are never among them.

    ``closing`` tells whether the streams are about to end, ``told`` the present numbers by name
    and meaning. Nobody but the bearer of ``token`` reads these; without one, nobody does.
    """

    def __init__(
        self,
        token: str,
        closing: Callable[[], bool],
        told: Callable[[], Iterable[tuple[str, str, float]]],
    ) -> None:
        """Take what to ask; nothing is asked yet."""
        self._token, self._closing, self._told = token, closing, told
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def describe(self) -> Iterable[Metric]:
        """Ask for nothing when registered: there is no hub yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the present numbers."""
        for name, title, number in self._told():
            yield GaugeMetricFamily(f"changeprog_live_{name}", title, value=number)

    def answer(self, path: str, authorization: str) -> Answer | None:
        """Return the answer to a request for ``path``, or None where it is not for machines."""
        if path == HEALTH:
            return (503, b"closing") if self._closing() else (200, b"ok")
        if path != NUMBERS:
            return None
        bearer = f"Bearer {self._token}".encode()
        if not self._token or not compare_digest(authorization.encode(), bearer):
            return 404, b"There is nothing to follow here."
        return 200, generate_latest(self._registry)
