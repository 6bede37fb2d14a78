"""bin/up itself, from the first start to the last process gone."""

import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from changeprog import embedded
from tests.addresses import free_port
from tests.engines.deadline import wait_until
from tests.engines.up import RUNNING, VAR, FirstStart, Run, start

ENDS_WITH_ITS_PARENT = sys.platform == "linux" and shutil.which("setpriv")


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


@pytest.fixture
def up(tmp_path: Path, first_start: FirstStart) -> Iterator[Callable[..., Run]]:
    """Start bin/up over a copy of what the first start has left, and stop it after the test."""
    shutil.copytree(first_start.var, tmp_path / VAR, symlinks=True)
    runs: list[Run] = []
    port = str(free_port())

    def up(**environment: str) -> Run:
        runs.append(start(tmp_path, **{"PORT": port, **environment}))
        return runs[-1]

    yield up
    for run in runs:
        if run.process.poll() is None:
            run.stop()


def test_the_first_start_sets_everything_up(first_start: FirstStart) -> None:
    words = first_start.words
    assert f"{RUNNING} http://127.0.0.1:{first_start.port}" in words
    assert "Collecting static files" in words
    assert first_start.status == 0


def test_what_it_keeps_is_private(first_start: FirstStart) -> None:
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
    second = up(PORT=str(free_port()))
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
        shutil.move(tmp_path / VAR / engine, tmp_path / engine)
    with (
        embedded.postgres(tmp_path / "postgres") as database,
        embedded.valkey(tmp_path / "valkey") as queue,
    ):
        run = up(DATABASE_URL=database, REDIS_URL=queue)
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
    run = start(tmp_path, PORT=str(free_port()), VAR_DIR=str(tmp_path / "file" / "var"))
    assert run.process.wait(60) == 1
    assert "cannot be used by this account: Not a directory" in run.words()
    assert "Traceback" not in run.words()
