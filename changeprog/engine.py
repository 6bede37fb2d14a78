"""A program that runs beside ours, keeps its data in one folder, and ends with us."""

import fcntl
import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psutil

PATIENCE = 120  # seconds that recovery after a power cut, or the last checkpoint, may take

logger = logging.getLogger(__name__)


class EngineError(RuntimeError):
    """An engine cannot run; the message is for the person at the terminal."""


class FolderInUseError(EngineError):
    """Another process holds the folder."""


def unnoticed(_engine: str) -> None:
    """Take no notice that an engine died by itself; its users will."""


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
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise FolderInUseError(f"{folder} is in use by another process.") from error


@dataclass(frozen=True)
class Engine:
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
        with ExitStack() as stack:
            with uninterrupted():
                process = self._start()
                stack.callback(self._stop, process)
                stack.callback(stopping.set)
            self._await(process)
            watch = (process, stopping, lost)
            threading.Thread(target=self._watch, args=watch, daemon=True).start()
            yield

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


def stop_leftovers(program: str, cwd: Path, pid_file: Path, stop: signal.Signals) -> None:
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


def own(folder: Path, uid: int) -> None:
    """Hand ``folder`` to ``uid`` where another account ran the engine before."""
    if folder.stat().st_uid != uid:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, -1, follow_symlinks=False)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end of the block.

    Around the start of a process this means: either it has not begun, or it is known and can be
    stopped. Only the main thread is ever interrupted; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = [(each, signal.signal(each, lambda n, _: arrived.append(n))) for each in signals]
    try:
        yield
    finally:
        for each, handler in handlers:
            signal.signal(each, handler)
        for number in arrived:
            signal.raise_signal(number)


@cache
def dying_with_parent(stop: signal.Signals) -> tuple[str, ...]:
    """Return the words before a command that make Linux stop it when its parent is killed."""
    tie = ("setpriv", "--pdeathsig", stop.name.removeprefix("SIG"))
    return tie if shutil.which("setpriv") and succeeds(*tie, "true") else ()


def succeeds(*command: str) -> bool:
    """Run ``command`` silently and tell whether it exits with 0."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


@contextmanager
def socket_folder(home: Path, uid: int) -> Iterator[Path]:
    """Yield a new folder that only ``uid`` may enter, with the short path that sockets need.

    The link ``sockets`` in ``home`` points at it, and finds what a killed run left behind.
    """
    link = home / "sockets"
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()
    with tempfile.TemporaryDirectory(prefix="changeprog-", dir=short_temp()) as folder:
        own(Path(folder), uid)
        link.symlink_to(folder)
        try:
            yield Path(folder)
        finally:
            link.unlink()


def short_temp() -> str:
    """Return the temporary folder with the shortest path, open to all accounts."""
    return "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108


def wheel(package: str) -> Path:
    """Return where ``package`` is installed, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"{package} is not installed; bin/up installs it.")
    return Path(spec.submodule_search_locations[0])
