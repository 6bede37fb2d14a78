"""The engines out of the wheels, whichever account starts them."""

import os
import pwd
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from changeprog import embedded
from changeprog.embedded import postgres
from tests.engines.running import (
    ENGINES,
    ROOT,
    held,
    leader,
    read,
    without,
    write,
)

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


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
