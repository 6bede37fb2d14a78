"""Following: the crowd's process, as who started it sees it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence

from tests.bench.live.server import RefusalError
from tests.bench.live.tally import AT

PATIENCE = 10.0
"""Seconds after which a change that has not reached everybody never will."""
TO_CONNECT = 60.0
"""Seconds in which everybody has to be connected."""


class Following:
    """Starts a crowd (``tests.bench.live.crowd``), hears what it says, and ends it."""

    def __init__(self, port: int, path: str, cookies: Sequence[str], pattern: str = AT) -> None:
        self.size = len(cookies)
        self._arguments = (str(port), path, pattern)
        self._cookies = json.dumps(cookies).encode() + b"\n"
        self._process: Process | None = None

    async def start(self) -> None:
        """Return when everybody is connected; raises RefusalError when not everybody can be."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.live.crowd", *self._arguments),
            stdin=PIPE,
            stdout=PIPE,
        )
        assert self._process.stdin
        self._process.stdin.write(self._cookies)
        connected = (await self._hear(TO_CONNECT))["connected"]
        if connected < self.size:
            raise RefusalError(f"{self.size - connected} of {self.size} connections were refused")

    async def saw(self, change: int) -> int:
        """Wait until the change has reached everybody, and return when it had."""
        async for number, came in self.changes():
            if number == change:
                return came
        raise AssertionError

    async def changes(self) -> AsyncIterator[tuple[int, int]]:
        """Yield the number of each change that has reached everybody, and when it had."""
        while True:
            said = await self._hear(PATIENCE)
            if "change" in said:
                yield int(said["change"]), int(said["came"])

    def forget(self) -> None:
        """Count only what comes from now on."""
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(b"\n")

    async def end(self) -> dict[str, float]:
        """Have everybody leave, and return what they saw."""
        assert self._process
        assert self._process.stdin
        self._process.stdin.close()
        while "worst_ms" not in (said := await self._hear(PATIENCE)):
            pass
        await self._process.wait()
        return said

    async def stop(self) -> None:
        """End the process, if it has not ended."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def _hear(self, patience: float) -> dict[str, float]:
        assert self._process
        assert self._process.stdout
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), patience)
        except TimeoutError:
            raise RefusalError(f"not everybody was reached within {patience:.0f} s") from None
        if not line:
            raise RefusalError("the crowd has broken up")
        said: dict[str, float] = json.loads(line)
        return said
