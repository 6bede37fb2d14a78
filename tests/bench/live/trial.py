"""A trial: one contender with its server, and a crowd that follows it."""

from time import monotonic, monotonic_ns
from typing import Any

from tests.bench.live.contenders import Contender
from tests.bench.live.figures import percentiles
from tests.bench.live.following import Following
from tests.bench.live.server import Server
from tests.bench.live.tally import tally

WARMING_UP = 20
"""Connections that come and go before memory is first looked at, so that all is imported."""


class Trial:
    """One contender at one size; takes turns with the others, so that all meet the same machine."""

    def __init__(self, contender: Contender, size: int, redis_url: str) -> None:
        self.contender = contender
        self.size = size
        self.times: list[float] = []
        """Milliseconds from the commit until the last one had the change, of each turn."""
        self.spent = 0.0
        """Seconds of its turns in all."""
        self.refused = ""
        self._server = Server(contender, redis_url)
        self._crowd = self._following(size)
        self._change = contender.to(redis_url)

    async def begin(self) -> None:
        await self._server.start()
        await self._warm_up()
        self._empty = self._server.memory
        began = monotonic()
        await self._crowd.start()
        self._connecting = monotonic() - began

    def _following(self, size: int) -> Following:
        return Following(self._server.port, self.contender.path, ["sessionid=ann"] * size)

    async def _warm_up(self) -> None:
        first = self._following(WARMING_UP)
        try:
            await first.start()
            await first.end()
        finally:
            await first.stop()

    def count(self) -> None:
        """Forget the turns so far; the next ones count."""
        self.times.clear()
        self.spent = 0.0
        self._crowd.forget()
        self._full = self._server.memory
        self._computed = self._server.computed

    async def turn(self) -> None:
        """Change the tally once, and wait until everybody has it."""
        began = monotonic()
        at = monotonic_ns()
        await self._change(tally(at))
        self.times.append((await self._crowd.saw(at) - at) / 1e6)
        self.spent += monotonic() - began

    async def end(self) -> dict[str, Any]:
        """Return the figures of all turns that counted."""
        computed = self._server.computed - self._computed
        return {
            "changes": len(self.times),
            **percentiles(self.times),
            **await self._crowd.end(),
            "kb_per_connection": round((self._full - self._empty) / self.size, 1),
            "cpu_s": round(computed, 2),
            "cpu_ms_per_change": round(computed * 1000 / len(self.times), 1),
            "connecting_s": round(self._connecting, 1),
        }

    async def stop(self) -> None:
        await self._crowd.stop()
        await self._server.stop()
