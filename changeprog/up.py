"""``bin/up``: everything Changeprog needs, started together and stopped together."""

import argparse
import ctypes
import hashlib
import multiprocessing
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from honcho.manager import Manager
from honcho.process import Process

from changeprog import embedded
from changeprog.engine import (
    EngineError,
    FolderInUseError,
    claim,
    dying_with_parent,
    uninterrupted,
)

ROOT = Path(__file__).resolve().parent.parent
WEB_SERVERS = 1  # each computes on one processor and draws the live pages for its own streams
GRACE = 25  # seconds that a page or a mail under way may take to finish
PR_SET_PDEATHSIG = 1  # of Linux's prctl.h


class RefusalError(Exception):
    """Changeprog cannot be started; the message says what to do about it."""


def main(arguments: Sequence[str]) -> int:
    """Run until Ctrl-C, SIGTERM or the end of any part; 0 if it was asked to stop, else 1."""
    parser = argparse.ArgumentParser(prog="bin/up", description="Run Changeprog.")
    parser.add_argument("--demo", action="store_true", help="load a programme to look around in")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return run(demo=options.demo)
    except (RefusalError, EngineError) as error:
        say(f"bin/up: {error}", to=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def run(*, demo: bool) -> int:
    """Start the engines, bring database and static files up to date, and run the programs."""
    host, port = address(os.environ)
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
    parts = Parts()
    with ExitStack() as stack:
        stack.enter_context(only_start(var))
        require_free(host, port)
        environment = environment_for(var, host, port, demo=demo)
        say("Starting the database and the queue")
        for name, engine in (("DATABASE_URL", embedded.postgres), ("REDIS_URL", embedded.valkey)):
            if name not in environment:
                folder = var / engine.__name__
                environment[name] = stack.enter_context(engine(folder, lost=parts.lose))
        stack.enter_context(published(var / "running.env", environment))
        links = prepare(var, environment, demo=demo)
        for name, command in programs(var, host, port).items():
            parts.add_process(name, command, env=environment, cwd=str(ROOT))
        welcome = f"{links}\nChangeprog is running at {environment['BASE_URL']} (Ctrl-C stops it)\n"
        threading.Thread(target=announce, args=(host, port, welcome), daemon=True).start()
        parts.run()
    if parts.failed:
        say(f"bin/up: {parts.failed} ended by itself, so everything was stopped.", to=sys.stderr)
    return 1 if parts.failed else 0


def address(environ: Mapping[str, str]) -> tuple[str, int]:
    """Return the host and the port (1 to 65535) to listen on."""
    port = environ.get("PORT") or "8000"
    if not (port.isdecimal() and 1 <= int(port) <= 65535):  # noqa: PLR2004 -- all there are
        raise RefusalError(f"PORT has to be a number from 1 to 65535, not {port!r}.")
    return environ.get("HOST") or "127.0.0.1", int(port)


def only_start(var: Path) -> ExitStack:
    """Claim the data for this run; RefusalError when another one has it."""
    stack = ExitStack()
    try:
        stack.enter_context(claim(var))
    except FolderInUseError as error:
        raise RefusalError(
            f"Changeprog is already running with the data in {var}. Stop it first, or set VAR_DIR "
            "(another folder for data) and PORT to run one more."
        ) from error
    return stack


def require_free(host: str, port: int) -> None:
    """Raise RefusalError unless the web server will be able to listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise RefusalError(
            f"Port {port} on {host} cannot be used ({os.strerror(error.errno or 0).lower()}). "
            f"Stop what uses it, or choose another: PORT={min(port + 1, 65535)} bin/up"
        ) from error


def environment_for(var: Path, host: str, port: int, *, demo: bool) -> dict[str, str]:
    """Return the environment of all programs: what is set, and our defaults for the rest."""
    given = {name: value for name, value in os.environ.items() if value}
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared only
    environment = {
        "BASE_URL": f"http://{f'[{reachable}]' if ':' in reachable else reachable}:{port}",
        "DJANGO_SETTINGS_MODULE": "changeprog.settings",
        "PYTHONUNBUFFERED": "1",
        **given,
        "VAR_DIR": str(var),
    }
    if "SECRET_KEY" not in given:
        environment["SECRET_KEY"] = kept_secret(var / "secret_key")
    if demo:
        environment["DEMO"] = "true"
    return environment


def kept_secret(path: Path) -> str:
    """Return the secret kept at ``path``, making it at the first start."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that appears complete and that nobody else may read."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(text)
    new.replace(path)


@contextmanager
def published(path: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Let ``manage.py`` in another terminal find the engines for as long as they run."""
    names = ("BASE_URL", "DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    write_private(path, "".join(f"{name}='{environment[name]}'\n" for name in names))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def prepare(var: Path, environment: Mapping[str, str], *, demo: bool) -> str:
    """Bring database and static files up to date; return the demo's sign-in links, or nothing."""
    say("Bringing the database up to date (the first time, and after an upgrade, up to a minute)")
    manage("migrate", "--no-input", "--verbosity=0", environment=environment)
    say("The database is up to date")
    stamp, state = var / "static" / ".made-from", static_state(environment)
    if not stamp.exists() or stamp.read_text() != state:
        say("Collecting static files")
        collect = ("collectstatic", "--no-input", "--clear", "--verbosity=0")
        manage(*collect, environment=environment)
        stamp.write_text(state)
    if not demo:
        return ""
    say("Loading the demo programme, chapter by chapter (the first time about a minute)")
    links = manage("demo", environment=environment)
    say("The demo programme is loaded, starting the web server and the worker")
    return links


def static_state(environment: Mapping[str, str]) -> str:
    """Return a fingerprint of all that the collected static files depend on."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    facts = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    packages = (ROOT / "requirements.txt").read_bytes()
    debug = environment.get("DEBUG", "")
    return hashlib.sha256(repr((debug, facts, packages)).encode()).hexdigest()


def manage(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run a command of ``manage.py`` and return what it printed; RefusalError if it fails."""
    command = [sys.executable, "manage.py", *arguments]
    with ExitStack() as stack:
        with uninterrupted():
            process = subprocess.Popen(  # noqa: S603 -- our own commands
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
            )
            stack.enter_context(process)
            stack.callback(process.kill)  # does nothing to one that has ended
        output, _ = process.communicate()
    if process.returncode:
        raise RefusalError(f"'manage.py {arguments[0]}' failed (see above).\n{output}")
    return output


def programs(var: Path, host: str, port: int) -> dict[str, str]:
    """Return the shell command of each program by its name."""
    celery = ("celery", "--app=changeprog.celery", "--quiet")
    web = ("changeprog.server", "changeprog.asgi:application", host, str(port))
    modules = {
        **{f"web.{number}": web for number in range(1, WEB_SERVERS + 1)},
        # Threads, since a signal to the whole process group would cut pool processes short.
        "worker": (
            *(*celery, "worker", "--pool=threads", "--concurrency=2", "--loglevel=INFO"),
            *("--without-gossip", "--without-mingle"),  # there are no other workers to know of
        ),
        "beat": (*celery, "beat", f"--schedule={var / 'beat'}", "--pidfile=", "--loglevel=INFO"),
    }
    tie = dying_with_parent(signal.SIGKILL)
    return {
        name: "exec " + shlex.join([*tie, sys.executable, "-m", *module])
        for name, module in modules.items()
    }


def announce(host: str, port: int, welcome: str) -> None:
    """Print ``welcome`` as soon as the web server answers."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared only
    while True:
        with suppress(OSError), socket.create_connection((here, port), timeout=1):
            say(welcome)
            return
        time.sleep(0.05)


class Part(Process):  # type: ignore[misc]  # honcho is not typed
    """One program, with the small process of honcho's that reads its output."""

    def run(self, *arguments: Any) -> None:
        """Run the program; on Linux it dies with ``bin/up``, even when that is killed."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        super().run(*arguments)


class Parts(Manager):  # type: ignore[misc]  # honcho is not typed
    """The programs; when one ends, all end, and ``failed`` names it."""

    def __init__(self) -> None:
        super().__init__()
        self._process_ctor = Part
        self._kill_at = float("inf")
        self.failed: str | None = None

    def run(self) -> None:
        """Run all until one ends, or a signal asks for the end."""
        try:
            self.loop()
        finally:
            for reader in multiprocessing.active_children():
                reader.kill()

    def lose(self, engine: str) -> None:
        """End everything, since ``engine`` ended by itself; may be called from any thread."""
        self.failed = engine
        os.kill(os.getpid(), signal.SIGTERM)

    def terminate(self) -> None:
        """Ask all to stop, once, and remember who ended before being asked."""
        if self._terminating:
            return
        if not self._all_started():  # honcho can only stop what has told its process number
            threading.Timer(0.1, self.terminate).start()
            return
        ended = (name for name, state in self._processes.items() if "returncode" in state)
        self.failed = self.failed or next(ended, None)
        self._kill_at = time.monotonic() + GRACE
        super().terminate()

    def kill(self) -> None:
        """Kill what is left, once it has had its time; honcho asks every moment after 5 s."""
        if time.monotonic() > self._kill_at:
            super().kill()


def say(text: str, to: Any = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
