"""bin/up itself, from the first start to the last process gone."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest
from dotenv import dotenv_values

from tests.engines.deadline import wait_until

ROOT = Path(__file__).resolve().parents[2]
NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "LIVE_REDIS_URL", "SECRET_KEY", "BASE_URL"}
VAR = "it's the data"
RUNNING = "Changeprog is running at"
ENDS_WITH_ITS_PARENT = sys.platform == "linux" and shutil.which("setpriv")


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


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


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


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The first start, which has all the setting up to do; it has been stopped again."""
    run = start(tmp_path_factory.mktemp("first"), PORT=free_port())
    try:
        run.wait_for(RUNNING)
    finally:
        run.stop()
    return run


@pytest.fixture
def up(tmp_path: Path, first_start: Run) -> Iterator[Callable[..., Run]]:
    """Start bin/up over a copy of what the first start has left, and stop it after the test."""
    shutil.copytree(first_start.var, tmp_path / VAR, symlinks=True)
    runs: list[Run] = []
    port = free_port()

    def up(**environment: str) -> Run:
        runs.append(start(tmp_path, **{"PORT": port, **environment}))
        return runs[-1]

    yield up
    for run in runs:
        if run.process.poll() is None:
            run.stop()


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def test_the_first_start_sets_everything_up(first_start: Run) -> None:
    words = first_start.words()
    assert f"{RUNNING} http://127.0.0.1:{first_start.port}" in words
    assert "Collecting static files" in words
    assert first_start.process.returncode == 0


def test_what_it_keeps_is_private(first_start: Run) -> None:
    modes = {path: oct(path.stat().st_mode & 0o777) for path in first_start.var.iterdir()}
    assert oct(first_start.var.stat().st_mode & 0o777) == "0o700"
    private = {"postgres": "0o700", "valkey": "0o700", "secret_key": "0o600"}
    assert {name: modes[first_start.var / name] for name in private} == private


def test_it_is_used_stopped_and_started_again_with_its_data(up: Callable[..., Run]) -> None:
    run = up()
    run.wait_for(RUNNING)
    status, page = run.get("/accounts/login/")
    assert (status, "<h1" in page) == (200, True)
    with run.database() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'since the first run' AS value")
    secret = (run.var / "secret_key").read_text()
    family = run.family()
    assert len(family) > 3

    assert run.stop() == 0
    assert gone(family)
    assert not (run.var / "running.env").exists()
    assert "database system is shut down" in (run.var / "postgres" / "log").read_text()

    again = up()
    again.wait_for(RUNNING)
    assert again.get("/accounts/login/")[0] == 200
    assert (again.var / "secret_key").read_text() == secret
    with again.database() as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == ("since the first run",)


def test_ctrl_c_in_a_terminal_stops_it_in_order(up: Callable[..., Run]) -> None:
    run = up()
    run.wait_for(RUNNING)
    family = run.family()
    assert run.stop(signal.SIGINT) == 0
    assert gone(family)
    assert "Traceback" not in run.words()
    assert "database system is shut down" in (run.var / "postgres" / "log").read_text()


def test_a_second_one_over_the_same_data_is_refused(up: Callable[..., Run]) -> None:
    run = up()
    run.wait_for(RUNNING)
    second = up(PORT=free_port())
    assert second.process.wait(60) == 1
    assert "already running" in second.words()
    assert run.get("/accounts/login/")[0] == 200


@pytest.mark.parametrize(("module", "name"), [("celery", "worker"), ("changeprog.server", "web")])
def test_when_a_part_dies_all_end_and_it_is_named(
    up: Callable[..., Run], module: str, name: str
) -> None:
    run = up()
    run.wait_for(RUNNING)
    family = run.family()
    run.child("-m", module, *(["worker"] if name == "worker" else [])).kill()
    assert run.process.wait(60) == 1
    said = rf"{name}(\.\d)? ended by itself, so everything was stopped"
    assert re.search(said, run.words())
    assert gone(family)


def test_when_the_database_dies_all_end_and_it_is_named(up: Callable[..., Run]) -> None:
    run = up()
    run.wait_for(RUNNING)
    family = run.family()
    leader = (run.var / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]
    os.kill(int(leader), signal.SIGKILL)
    assert run.process.wait(60) == 1
    assert "PostgreSQL ended by itself" in run.words()
    wait_until(lambda: gone(family), "the database's own processes have noticed")


@pytest.mark.skipif(not ENDS_WITH_ITS_PARENT, reason="only Linux ends children with a parent")
def test_kill_9_leaves_nothing_behind_and_the_next_start_recovers(up: Callable[..., Run]) -> None:
    run = up()
    run.wait_for(RUNNING)
    with run.database() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
    family = run.family()
    run.process.kill()
    run.process.wait()
    again = up()
    again.wait_for(RUNNING)
    assert gone(family)
    with again.database() as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (1,)


@pytest.mark.parametrize("moment", ["Bringing the database", "web.1 started"])
def test_it_can_be_stopped_while_it_starts(up: Callable[..., Run], moment: str) -> None:
    run = up()
    run.wait_for(moment)
    family = run.family()
    assert run.stop() == 0
    assert gone(family)
    assert "Traceback" not in run.words()


def test_engines_that_are_named_are_used_instead_of_our_own(
    up: Callable[..., Run], tmp_path: Path
) -> None:
    for engine in ("postgres", "valkey"):
        shutil.rmtree(tmp_path / VAR / engine)
    named = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    run = up(**named)
    run.wait_for(RUNNING)
    assert run.get("/accounts/login/")[0] == 200
    assert not (run.var / "postgres").exists()
    assert not (run.var / "valkey").exists()
    assert run.stop() == 0


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        run = start(tmp_path, PORT=str(port))
        assert run.process.wait(60) == 1
    assert f"Port {port} on 127.0.0.1 cannot be used (address already in use)" in run.words()
    assert "choose another: PORT=" in run.words()


@pytest.mark.parametrize("nonsense", ["http", "0", "65536", "²"])
def test_a_port_that_is_none_is_said_plainly(tmp_path: Path, nonsense: str) -> None:
    run = start(tmp_path, PORT=nonsense)
    assert run.process.wait(60) == 1
    assert "PORT has to be a number from 1 to 65535" in run.words()
    assert "Traceback" not in run.words()


def test_data_that_cannot_be_kept_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = start(tmp_path, PORT=free_port(), VAR_DIR=str(tmp_path / "file" / "var"))
    assert run.process.wait(60) == 1
    assert "cannot be used by this account: Not a directory" in run.words()
    assert "Traceback" not in run.words()
