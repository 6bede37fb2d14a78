"""The engines out of the wheels: whoever starts them, wherever they live, however they ended."""

import os
import pwd
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import dj_database_url
import psutil
import psycopg
import pytest
import redis

from changeprog import embedded
from changeprog.embedded import postgres, valkey
from changeprog.engine import EngineError, FolderInUseError
from tests.engines.deadline import wait_until

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ["postgres", "valkey"]

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for data in which paths have to be quoted and are too long for a socket."""
    return tmp_path / "it's a folder, with 100 % of what paths may hold" / ("long " * 20) / "data"


def run(name: str, folder: Path) -> AbstractContextManager[str]:
    engine = {"postgres": postgres, "valkey": valkey}[name]
    return engine(folder, fast=False)


def write(url: str, value: str) -> None:
    if url.startswith("unix"):
        with redis.Redis.from_url(url) as client:
            client.rpush("kept", value)
        return
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def read(url: str) -> list[str]:
    if url.startswith("unix"):
        with redis.Redis.from_url(url, decode_responses=True) as client:
            return [str(value) for value in client.lrange("kept", 0, -1)]
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept ORDER BY value")]


def engine_processes(folder: Path) -> list[psutil.Process]:
    """Every living process at work below ``folder``."""

    def works_there(process: psutil.Process) -> bool:
        try:
            return process.pid != os.getpid() and Path(process.cwd()).is_relative_to(folder)
        except psutil.Error:
            return False

    return [process for process in psutil.process_iter() if works_there(process)]


def leader(folder: Path) -> psutil.Process:
    """The first process of the engine in ``folder``, by the file in which it says so."""
    files = (folder / "pid", folder / "cluster" / "postmaster.pid")
    pid = next(file for file in files if file.exists()).read_text().split()[0]
    return psutil.Process(int(pid))


@contextmanager
def held(
    name: str, folder: Path, python: str = sys.executable, **options: Any
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run an engine from another process, and yield that process and the URL."""
    process = subprocess.Popen(
        [python, "-m", "tests.engines.hold", name, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("name", ENGINES)
def test_data_outlives_a_stop(name: str, folder: Path) -> None:
    with run(name, folder) as url:
        write(url, "first")
    with run(name, folder) as url:
        write(url, "second")
        assert read(url) == ["first", "second"]


@pytest.mark.parametrize("name", ENGINES)
def test_no_process_and_no_socket_outlive_a_stop(name: str, folder: Path) -> None:
    with run(name, folder):
        sockets = (folder / "sockets").readlink()
        assert sockets.is_dir()
        assert engine_processes(folder)
    assert not sockets.exists()
    assert not engine_processes(folder)


@pytest.mark.parametrize("name", ENGINES)
def test_only_its_owner_may_look_inside(name: str, folder: Path) -> None:
    with run(name, folder):
        for private in (folder, folder / "sockets"):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ENGINES)
def test_no_engine_listens_on_a_port(name: str, folder: Path) -> None:
    with run(name, folder):
        assert leader(folder).net_connections(kind="unix")
        assert leader(folder).net_connections(kind="inet") == []


@pytest.mark.parametrize("name", ENGINES)
def test_two_run_at_once_with_their_own_data(name: str, tmp_path: Path) -> None:
    with run(name, tmp_path / "one") as one, run(name, tmp_path / "two") as two:
        write(one, "one")
        write(two, "two")
        assert (read(one), read(two)) == (["one"], ["two"])


@pytest.mark.parametrize("name", ENGINES)
def test_a_second_one_over_the_same_data_is_refused(name: str, folder: Path) -> None:
    with run(name, folder) as url:
        with pytest.raises(FolderInUseError, match="in use"), run(name, folder):
            pass
        write(url, "still here")
        assert read(url) == ["still here"]


def test_django_understands_the_database_url(folder: Path) -> None:
    with postgres(folder, fast=True) as url:
        settings = dj_database_url.parse(url)
        assert settings["ENGINE"] == "django.db.backends.postgresql"
        assert settings["NAME"] == "changeprog"
        assert Path(settings["HOST"]) == (folder / "sockets").readlink()


def test_text_is_unicode_whatever_the_machine_speaks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    with postgres(folder, fast=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT upper('änderung'), 'ß' ~ '[[:alpha:]]'").fetchone() == (
            "ÄNDERUNG",
            True,
        )


def test_jobs_are_never_evicted_and_are_written_down(folder: Path) -> None:
    with valkey(folder) as url, redis.Redis.from_url(url, decode_responses=True) as client:
        assert client.config_get("maxmemory-policy", "appendonly") == {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
        }


# However the run before ended


@only_linux
@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_ends_when_the_program_that_runs_it_is_killed(name: str, folder: Path) -> None:
    with held(name, folder) as (process, _):
        assert engine_processes(folder)
        process.kill()
        wait_until(lambda: not engine_processes(folder), "the engine ended")


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_was_left_running_is_replaced(
    name: str, folder: Path, tmp_path: Path
) -> None:
    untied = {**os.environ, "PATH": without("setpriv", tmp_path)}
    with held(name, folder, env=untied) as (process, url):
        write(url, "kept")
        sockets = (folder / "sockets").readlink()
        process.kill()
        process.wait()
        left = engine_processes(folder)
        assert left, "the premise: without setpriv the engine stays"
        with run(name, folder) as again:
            assert read(again) == ["kept"]
            assert not [p for p in left if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
            assert not sockets.exists()


@pytest.mark.parametrize("name", ENGINES)
def test_what_was_written_outlives_kill_9_of_everything(name: str, folder: Path) -> None:
    with held(name, folder) as (process, url):
        write(url, "kept")
        # Valkey writes its log once a second at the latest
        log = folder / "appendonlydir"
        wait_until(
            lambda: name == "postgres" or any(b"kept" in f.read_bytes() for f in log.iterdir()),
            "the log is written",
        )
        for victim in (*engine_processes(folder), process):
            with suppress(psutil.NoSuchProcess):  # a worker of the engine may just have ended
                victim.kill()
        process.wait()
        with run(name, folder) as again:
            assert read(again) == ["kept"]


def test_a_process_that_got_the_old_number_is_left_alone(folder: Path) -> None:
    with postgres(folder, fast=True):
        pass
    with subprocess.Popen(["sleep", "60"]) as bystander:
        try:
            (folder / "cluster" / "postmaster.pid").write_text(f"{bystander.pid}\n")
            with postgres(folder, fast=True) as url:
                write(url, "works")
            assert bystander.poll() is None
        finally:
            bystander.kill()


def test_a_set_up_that_was_cut_short_is_begun_again(folder: Path) -> None:
    half = folder / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with postgres(folder, fast=True) as url:
        write(url, "works")


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_dies_by_itself_is_noticed(name: str, folder: Path) -> None:
    noticed = threading.Event()
    names: list[str] = []

    def lost(engine: str) -> None:
        names.append(engine)
        noticed.set()

    engine = {"postgres": postgres, "valkey": valkey}[name]
    with engine(folder, fast=True, lost=lost):
        for process in engine_processes(folder):
            process.kill()
        assert noticed.wait(30)
    assert names == [{"postgres": "PostgreSQL", "valkey": "Valkey"}[name]]


def test_an_asked_for_stop_is_not_a_loss(folder: Path) -> None:
    names: list[str] = []
    with valkey(folder, fast=True, lost=names.append):
        pass
    assert names == []


# What can be wrong


def test_a_failed_start_shows_the_end_of_the_log(folder: Path) -> None:
    with postgres(folder, fast=True):
        pass
    with (folder / "cluster" / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")
    with pytest.raises(EngineError, match="no_such_setting"), postgres(folder, fast=True):
        pass


def test_data_of_another_version_is_refused_untouched(folder: Path) -> None:
    with postgres(folder, fast=True):
        pass
    version = folder / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(EngineError, match="written by PostgreSQL 17"), postgres(folder, fast=True):
        pass
    assert version.read_text() == "17\n"


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(EngineError, match="cannot be used"), valkey(tmp_path / "data"):
        pass


# Whoever starts them


@only_root
def test_root_runs_it_where_user_namespaces_are_forbidden(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with postgres(folder, fast=True) as url:
        write(url, "by root")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", without("unshare", tmp_path))
        with postgres(folder, fast=True) as url:
            assert "nobody" in caplog.text
            assert leader(folder).username() == "nobody"
            write(url, "by nobody")
    with postgres(folder, fast=True) as url:
        assert read(url) == ["by nobody", "by root"]


@only_root
def test_programs_in_a_closed_home_are_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_can_run", lambda _: False)
    with postgres(folder, fast=True) as url:
        write(url, "works")
        program = Path(leader(folder).exe())
        assert program.is_file()
        assert not program.is_relative_to(sys.prefix)
    assert not program.exists()


@only_root
def test_root_changes_no_rights_outside_the_data(folder: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with postgres(closed / "data", fast=True) as url:
        write(url, "works")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@only_root
@pytest.mark.parametrize("name", ENGINES)
def test_an_ordinary_user_runs_it(name: str, everybodys: Path) -> None:
    options = {
        "user": "nobody",
        "group": pwd.getpwnam("nobody").pw_gid,
        "extra_groups": [],
        "env": {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")},
    }
    python = next((p for p in pythons() if runs(p, **options)), None)
    if python is None:
        pytest.skip("no Python here is open to other accounts")
    with held(name, everybodys / "data", python=python, **options) as (process, url):
        write(url, "kept")
        assert leader(everybodys / "data").username() == "nobody"
        process.communicate()
        assert process.returncode == 0


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A folder that every account may use; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="every body's ") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def pythons() -> list[str]:
    same = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [sys.executable, f"/usr/bin/{same}", f"/usr/local/bin/{same}"]


def runs(python: str, **options: Any) -> bool:
    command = [python, "-c", "import changeprog.embedded"]
    try:
        return subprocess.run(command, check=False, cwd=ROOT, **options).returncode == 0
    except OSError:
        return False


def without(program: str, tmp_path: Path) -> str:
    """Return a PATH on which ``program`` always fails."""
    (tmp_path / "broken").mkdir()
    broken = tmp_path / "broken" / program
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    return f"{broken.parent}:{os.environ['PATH']}"
