"""The whole app as production serves it, over the database in which a test makes its people."""

import os
import shlex
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from changeprog.up import ROOT, programs
from tests.addresses import database_url
from tests.engines.deadline import wait_until


class Site:
    """One server, with pages and streams on one port and its static files collected."""

    def __init__(self, folder: Path, port: int, database: str) -> None:
        """Take a folder of its own and the name of a database beside the one of DATABASE_URL."""
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._folder = folder
        self._environment = {
            **os.environ,
            "BASE_URL": self.url,
            "DATABASE_URL": database_url(database),
            "DEMO": "true",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "",
            "DJANGO_SETTINGS_MODULE": "changeprog.settings",
            "EMAIL_URL": "",
            "VAR_DIR": str(folder),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def collect(self) -> None:
        """Fold, hash and compress the static files."""
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env=self._environment, check=True)

    def start(self) -> None:
        """Start the server as bin/up does, and return once it answers."""
        self._process = self._run("web.1")
        wait_until(self._answers, "the site answers", seconds=120)

    def stop(self) -> None:
        """Stop the server in order."""
        if self._process:
            self._process.terminate()
            self._process.wait(60)

    @contextmanager
    def working(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Have a worker do the jobs meanwhile, as bin/up does."""
        worker = self._run("worker")
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGCONT)  # in case a test holds it
            worker.terminate()
            worker.wait(60)

    def _run(self, program: str) -> "subprocess.Popen[bytes]":
        """Start a program with the command of bin/up."""
        command = programs(self._folder, "127.0.0.1", self._port)[program]
        with (self._folder / "output").open("ab") as output:
            return subprocess.Popen(
                shlex.split(command.removeprefix("exec ")),
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def _answers(self) -> bool:
        assert self._process
        assert self._process.poll() is None, (self._folder / "output").read_text()
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=30) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
