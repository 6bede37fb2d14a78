"""``bin/backup FILE``: everything that has to be kept, in one file, while people go on working."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile

import psycopg

from changeprog.backups import (
    DUMP,
    FACTS,
    KEY,
    ROOT,
    BackupError,
    Facts,
    called_from,
    connected,
    database,
    fingerprint,
    program,
    secret_key,
    spoken_to,
)
from changeprog.engine import EngineError

CHUNK = 1 << 20
EXPLANATION = """Write the whole database into FILE ("-": to the output), while people go on
working. The file holds everything, in the clear where bin/up made the key: keep it as you would
keep the machine. bin/restore FILE puts it back."""


def main(arguments: Sequence[str]) -> int:
    """Make the backup; 0 if it is whole, else 1 and nothing at FILE."""
    parser = argparse.ArgumentParser(prog="bin/backup", description=EXPLANATION)
    parser.add_argument("file", metavar="FILE")
    file = parser.parse_args(arguments).file
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
    try:
        with database(var, alone=False) as url, _written(file) as target:
            facts = write(target, url, var)
    except (BackupError, EngineError, OSError) as error:
        sys.stderr.write(f"bin/backup: {error}\n")
        return 1
    sys.stderr.write(f"Kept {facts}.\n")
    return 0


def write(target: IO[bytes], url: str, var: Path) -> Facts:
    """Write a backup of the database at ``url`` and return what it holds; raises BackupError."""
    secret = secret_key(var)
    facts = facts_of(url, secret)
    with ZipFile(target, "w", ZIP_STORED) as backup:
        backup.writestr(FACTS, facts.to_json())
        if not os.environ.get("SECRET_KEY") and secret:
            backup.writestr(KEY, secret)
        with backup.open(DUMP, "w", force_zip64=True) as dump:
            _dump(url, dump)
    return facts


def facts_of(url: str, secret: str) -> Facts:
    """Return what there is to keep; raises BackupError when there is no Changeprog in it."""
    with connected(url) as connection:
        try:
            applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
            migrations: dict[str, list[str]] = {}
            for app, name in applied.fetchall():
                migrations.setdefault(app, []).append(name)
            return Facts(
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                programmes=_count(connection, "programme_programme"),
                accounts=_count(connection, "accounts_user"),
                migrations=migrations,
                key=fingerprint(secret) if secret else "",
            )
        except psycopg.errors.UndefinedTable as error:
            raise BackupError("There is nothing in that database to keep.") from error


def _count(connection: "psycopg.Connection[tuple[Any, ...]]", table: str) -> int:
    query = psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(table))
    found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0


def _dump(url: str, target: IO[bytes]) -> None:
    command = [program("pg_dump", url), "--format=custom", "--no-owner", "--no-privileges"]
    environment = spoken_to(url)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as dumping:  # noqa: S603 -- our own words
        for chunk in iter(lambda: dumping.stdout.read(CHUNK) if dumping.stdout else b"", b""):
            target.write(chunk)
    if dumping.returncode:
        raise BackupError("PostgreSQL could not write its data (see above).")


@contextmanager
def _written(name: str) -> Iterator[IO[bytes]]:
    """Yield where to write: a private file that appears complete or not at all, or the output."""
    if name == "-":
        yield sys.stdout.buffer
        return
    path = called_from() / name
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    try:
        with new.open("wb") as file:
            yield file
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
