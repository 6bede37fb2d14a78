"""Starting, waiting for and killing the workers of ``worker.py``."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

from tests.addresses import database_url


class Workers:
    """The process that forks workers, and the conversation with it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def start(self) -> int:
        """Start a worker on what is due and return its number."""
        return self._ask("start")

    def end(self, number: int) -> int:
        """Wait until it has ended and return how: 0, 1 for an exception, or minus the signal."""
        return self._ask(f"wait {number}")

    def run(self) -> int:
        """Start a worker and wait for its end."""
        return self.end(self.start())

    def _ask(self, line: str) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def workers(port: int, database: str = "") -> Iterator[Workers]:
    """Have workers on ``database``, the test's own unless it is given, and the mail server."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.communications.faults.worker"],
        cwd=settings.ROOT,
        env={**os.environ, **surroundings(port, database)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Workers(process)


def surroundings(port: int, database: str = "") -> dict[str, str]:
    """Return the environment of a process of the product in this test."""
    return {
        "DJANGO_SETTINGS_MODULE": "changeprog.settings",
        "DATABASE_URL": database or database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }


def kill(number: int) -> None:
    """Kill a worker, if it has not ended."""
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
