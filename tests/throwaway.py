"""Engines for one run of the tests: started before the first, gone after the last."""

import atexit
import os
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from changeprog.embedded import postgres, valkey

DATABASES = 64  # two for each process of a parallel run


def provide() -> None:
    """Set DATABASE_URL and REDIS_URL for this process, starting the engines that are not given.

    The processes of a parallel run inherit both from the one that leads it; each then takes its
    own two databases of Redis, as Django gives it its own in PostgreSQL.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _start()
    else:
        number = 2 * int(worker.removeprefix("gw")) + 2
        url = os.environ["REDIS_URL"]
        os.environ["REDIS_URL"] = redis_database(url, number)
        os.environ["LIVE_REDIS_URL"] = redis_database(url, number + 1)


def redis_database(url: str, number: int) -> str:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _start() -> None:
    stack = ExitStack()
    atexit.register(stack.close)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: tidily
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="changeprog-tests-")))
    (folder / "static").mkdir()  # a server warns of one that is missing
    os.environ["VAR_DIR"] = str(folder)
    os.environ.setdefault("SECRET_KEY", "of the tests, and of no use elsewhere " * 2)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = stack.enter_context(postgres(folder / "postgres", fast=True))
    if not os.environ.get("REDIS_URL"):
        cache = valkey(folder / "valkey", fast=True, databases=DATABASES)
        os.environ["REDIS_URL"] = stack.enter_context(cache)
