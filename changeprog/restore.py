"""``bin/restore FILE``: put a backup back, whole or not at all, and bring it up to date."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZipFile

import psycopg

from changeprog.backups import (
    DUMP,
    KEY,
    ROOT,
    BackupError,
    Facts,
    called_from,
    connected,
    database,
    fingerprint,
    opened,
    program,
    secret_key,
    spoken_to,
)
from changeprog.engine import EngineError

EXPLANATION = """Put back what bin/backup wrote into FILE ("-": from the input), and bring it up to
date with this version. Stop Changeprog first. A database that holds anything already is left alone
unless --replace is given. Whatever goes wrong, nothing is half done."""

EMPTY = """DROP SCHEMA public CASCADE; CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC"""
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
ACCOUNTS = "SELECT EXISTS (SELECT FROM accounts_user)"

OTHER_KEY = """SECRET_KEY is not the one of the time of the backup. People sign in as before, but
links in mails, calendar addresses and secrets of webhooks from before are good only with that one.
"""


def main(arguments: Sequence[str]) -> int:
    """Put the backup back; 0 if all of it is there and up to date, else 1."""
    parser = argparse.ArgumentParser(prog="bin/restore", description=EXPLANATION)
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="throw away what is there")
    options = parser.parse_args(arguments)
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
    given, secret = os.environ.get("SECRET_KEY"), secret_key(var)
    try:
        with _read(options.file) as (backup, facts), database(var, alone=True) as url:
            _know_all_of(facts, url)
            put_back(backup, url, replace=options.replace)
            _bring_up_to_date()
            if KEY in backup.namelist() and not given:
                _keep_key(backup.read(KEY).decode(), var)
            elif facts.key != fingerprint(secret):
                sys.stderr.write(OTHER_KEY)
    except (BackupError, EngineError) as error:
        sys.stderr.write(f"bin/restore: {error}\n")
        return 1
    sys.stderr.write(f"Put back {facts}.\n")
    return 0


@contextmanager
def _read(name: str) -> Iterator[tuple[ZipFile, Facts]]:
    """Yield the backup, one from the input by way of a file, since it is read twice."""
    with tempfile.TemporaryFile() as kept:
        if name == "-":
            shutil.copyfileobj(sys.stdin.buffer, kept)
        backup, facts = opened(kept if name == "-" else called_from() / name)
        with backup:
            yield backup, facts


def _know_all_of(facts: Facts, url: str) -> None:
    """Raise BackupError when the backup is from a version newer than this one.

    From here on Django knows the database; ``SECRET_KEY`` is of no account to a migration.
    """
    os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="changeprog.settings")
    os.environ.setdefault("SECRET_KEY", "only to migrate")
    import django  # noqa: PLC0415 -- settings need the database's address
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 -- as above

    django.setup()
    known = MigrationLoader(None).graph.nodes
    applied = {(app, name) for app, names in facts.migrations.items() for name in names}
    ours = {app for app, _ in known}
    if unknown := sorted(f"{app}.{name}" for app, name in applied - set(known) if app in ours):
        raise BackupError(
            f"A newer version of Changeprog made this backup ({unknown[0]} is not known here). "
            "Install that version, or a later one."
        )


def put_back(backup: ZipFile, url: str, *, replace: bool) -> None:
    """Put the data into the database at ``url``, in one transaction; raises BackupError."""
    with connected(url) as connection:
        if others := (connection.execute(OTHERS).fetchone() or [0])[0]:
            raise BackupError(
                f"The database is in use by {others} more. Stop web, live, worker and beat first."
            )
        if not replace and _holds_something(connection):
            raise BackupError(
                "There are accounts in that database. Give --replace to throw them away with "
                "everything else in it, or choose an empty one."
            )
    with backup.open(DUMP) as dump:
        _load(dump, url)


def _holds_something(connection: "psycopg.Connection[tuple[bool]]") -> bool:
    try:
        found = connection.execute(ACCOUNTS).fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return bool(found and found[0])


def _load(dump: IO[bytes], url: str) -> None:
    """Have the dump written as SQL and run, all or nothing.

    The SQL goes through this process: psql would take an end that came too early for the end, so
    it is killed instead, and the database forgets what it has been told.
    """
    reading = [program("pg_restore", url), "--no-owner", "--no-privileges", "--file=-"]
    running = [
        program("psql", url),
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *("--output=/dev/null", f"--command={EMPTY}", "--file=-"),
    ]
    environment = {**spoken_to(url), "PGOPTIONS": "-c client_min_messages=warning"}
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile() as data,
        subprocess.Popen(running, env=environment, stdin=pipe) as psql,  # noqa: S603 -- our own words
    ):
        shutil.copyfileobj(dump, data)
        data.seek(0)
        with subprocess.Popen(reading, stdin=data, stdout=pipe) as reader:  # noqa: S603 -- as above
            told = _pass_on(reader.stdout, psql.stdin)
        if reader.returncode or not told:
            psql.kill()
    if reader.returncode or psql.returncode:
        raise BackupError("The data could not be put back (see above). What was there is there.")


def _pass_on(source: IO[bytes] | None, target: IO[bytes] | None) -> bool:
    """Copy until the end, and tell whether all of it was taken."""
    try:
        if source and target:
            shutil.copyfileobj(source, target)
            target.flush()
    except BrokenPipeError:
        return False
    return True


def _bring_up_to_date() -> None:
    from django.core.management import call_command  # noqa: PLC0415 -- Django is ready only now
    from django.db import connections  # noqa: PLC0415 -- as above

    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


def _keep_key(secret: str, var: Path) -> None:
    """Keep the key that belongs to the data, and a former one beside it."""
    from changeprog.up import write_private  # noqa: PLC0415 -- honcho is slow to import

    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (var / KEY).exists():
        (var / KEY).replace(var / f"{KEY}.before")
    write_private(var / KEY, secret)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
