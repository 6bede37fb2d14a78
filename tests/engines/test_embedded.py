"""The engines out of the wheels: their data, their privacy, two at once."""

import stat
import sys
from pathlib import Path

import dj_database_url
import psycopg
import pytest
import redis

from changeprog.embedded import postgres, valkey
from changeprog.engine import FolderInUseError
from tests.engines.running import ENGINES, engine_processes, leader, read, run, write

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")


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
