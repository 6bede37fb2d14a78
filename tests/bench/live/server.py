"""A server: a measured program in a process of its own, on a port of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from time import monotonic

import psutil

from tests.addresses import database_url, free_port
from tests.bench.live.contenders import Program

PATIENCE = 30.0
"""Seconds in which a server has to answer."""


class RefusalError(Exception):
    """A contender could not do what it was asked to; says what."""


class Server:
    """Starts and stops the program, in one process or several, and looks at what they take."""

    def __init__(self, program: Program, redis_url: str) -> None:
        self.port = free_port()
        application = f"tests.bench.live.served.{program.module}:application"
        self._command = [
            word.format(application=application, port=self.port) for word in program.server
        ]
        self._count = program.processes
        self._environment = {
            **os.environ,
            "BENCH_REDIS": redis_url,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": program.settings,
            "LIVE_REDIS_URL": redis_url,
            "LOG_LEVEL": "WARNING",
            "PYTHONWARNINGS": "ignore",
        }
        self._processes: list[Process] = []

    async def start(self) -> None:
        self._processes = [await self._started() for _ in range(self._count)]
        self._seen = [psutil.Process(process.pid) for process in self._processes]
        deadline = monotonic() + PATIENCE
        while not all(listens(process, self.port) for process in self._seen):
            if self._ended() or monotonic() > deadline:
                raise RefusalError("the server did not start")
            await asyncio.sleep(0.2)

    async def _started(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *self._command), env=self._environment, stdout=DEVNULL
        )

    def _ended(self) -> bool:
        return any(process.returncode is not None for process in self._processes)

    async def stop(self) -> None:
        await asyncio.gather(*(end(process) for process in self._processes))

    @property
    def memory(self) -> float:
        """What it has in memory, in kB."""
        return sum(float(process.memory_info().rss) for process in self._seen) / 1024

    @property
    def computed(self) -> float:
        """Seconds that it has computed so far."""
        times = [process.cpu_times() for process in self._seen]
        return sum(float(each.user + each.system) for each in times)


async def end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()


def listens(process: psutil.Process, port: int) -> bool:
    open_ones = process.net_connections(kind="tcp")
    return any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in open_ones)
