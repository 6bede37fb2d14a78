"""A server: a measured program in a process of its own, on a port of its own."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

import psutil
from django.db import connection

from tests.bench.live.contenders import Program

PATIENCE = 30.0
"""Seconds in which a server has to answer."""


class RefusalError(Exception):
    """A contender could not do what it was asked to; says what."""


class Server:
    """Starts and stops the program, and looks at what it takes."""

    def __init__(self, program: Program, redis_url: str) -> None:
        self.port = free_port()
        self._command = (
            *("-m", *program.server, f"--port={self.port}"),
            f"tests.bench.live.served.{program.module}:application",
        )
        self._environment = {
            **os.environ,
            "BENCH_REDIS": redis_url,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": program.settings,
            "LIVE_REDIS_URL": redis_url,
            "LOG_LEVEL": "WARNING",
            "PYTHONWARNINGS": "ignore",
        }
        self._process: Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, env=self._environment, stdout=DEVNULL
        )
        self._seen = psutil.Process(self._process.pid)
        deadline = monotonic() + PATIENCE
        while not answers(self.port):
            if self._process.returncode is not None or monotonic() > deadline:
                raise RefusalError("the server did not start")
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), 5)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    @property
    def memory(self) -> float:
        """What it has in memory, in kB."""
        return float(self._seen.memory_info().rss) / 1024

    @property
    def computed(self) -> float:
        """Seconds that it has computed so far."""
        times = self._seen.cpu_times()
        return float(times.user + times.system)


def database_url() -> str:
    """Return the URL of the database that this process uses, which may be a test's own."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
