"""The engines out of the wheels, however the run before them ended, and whatever is wrong."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from changeprog.embedded import postgres, valkey
from changeprog.engine import EngineError
from tests.engines.deadline import wait_until
from tests.engines.running import (
    ENGINES,
    engine_processes,
    held,
    read,
    run,
    without,
    write,
)

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")


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
