"""Starting bin/up, and what its first start has left for others to begin with."""

import fcntl
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from dotenv import dotenv_values

from tests.addresses import free_port
from tests.engines.deadline import wait_until

ROOT = Path(__file__).resolve().parents[2]
NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "LIVE_REDIS_URL", "SECRET_KEY", "BASE_URL"}
VAR = "it's the data"
RUNNING = "Changeprog is running at"


@dataclass
class Run:
    """One run of bin/up."""

    process: subprocess.Popen[bytes]
    port: str
    var: Path
    output: Path

    def said(self, words: str) -> bool:
        assert self.process.poll() is None or words in self.words(), self.words()
        return words in self.words()

    def words(self) -> str:
        return self.output.read_text()

    def wait_for(self, words: str) -> None:
        wait_until(lambda: self.said(words), f"bin/up says {words!r}", seconds=120)

    def get(self, path: str) -> tuple[int, str]:
        address = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode()

    def database(self) -> psycopg.Connection:
        url = dotenv_values(self.var / "running.env")["DATABASE_URL"]
        assert url
        return psycopg.connect(url)

    def family(self) -> list[psutil.Process]:
        """Every process that this run has started."""
        family: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return family

    def child(self, *words: str) -> psutil.Process:
        return next(p for p in self.family() if all(word in p.cmdline() for word in words))

    def stop(self, asked_by: signal.Signals = signal.SIGTERM) -> int:
        """Ask for the end as a terminal or a supervisor would, and return the exit code."""
        if asked_by is signal.SIGINT:
            os.killpg(self.process.pid, asked_by)
        else:
            self.process.send_signal(asked_by)
        return self.process.wait(60)


def start(place: Path, **environment: str) -> Run:
    """Start bin/up in ``place``, with its data there in a path that has to be quoted."""
    output = place / f"output of run {len(list(place.glob('output*')))}"
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    settings = {"VAR_DIR": str(place / VAR), "DJANGO_SETTINGS_MODULE": "", **environment}
    with output.open("wb") as file:
        process = subprocess.Popen(
            [ROOT / "bin" / "up"],
            cwd=place,
            env={**inherited, **settings},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Run(process, environment["PORT"], place / VAR, output)


@dataclass(frozen=True)
class FirstStart:
    """What a first start has left once it was stopped."""

    port: str
    var: Path
    words: str
    status: int


def first_start_in(place: Path) -> FirstStart:
    """Return the first start in ``place``; of processes that ask at once, one makes it."""
    with alone(place.with_suffix(".lock")):
        if not place.exists():
            _start_first(place)
    port, status = (place / "ended").read_text().split()
    output = next(place.glob("output*")).read_text()
    return FirstStart(port, place / VAR, output, int(status))


def _start_first(place: Path) -> None:
    place.mkdir()
    run = start(place, PORT=str(free_port()))
    try:
        run.wait_for(RUNNING)
    finally:
        status = run.stop()
        (place / "ended").write_text(f"{run.port} {status}")


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process holds ``lock``, and hold it."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
