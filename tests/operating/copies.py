"""Backing up and putting back as an administrator does, in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.addresses import database_url

ROOT = Path(__file__).resolve().parents[2]
KEPT_OUT = {"DATABASE_URL", "REDIS_URL", "LIVE_REDIS_URL", "SECRET_KEY", "VAR_DIR", "BASE_URL"}
PROGRAMS = {
    "backup": [sys.executable, "-m", "changeprog.backup"],
    "restore": [sys.executable, "-m", "changeprog.restore"],
}


def run(program: str, *words: str, **environment: str) -> tuple[int, str]:
    """Run bin/backup or bin/restore; return its exit code and what it said."""
    inherited = {name: value for name, value in os.environ.items() if name not in KEPT_OUT}
    done = subprocess.run(
        [*PROGRAMS[program], *words],
        cwd=ROOT,
        env={**inherited, "DJANGO_SETTINGS_MODULE": "", **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def a_new_database() -> Iterator[str]:
    """Yield the URL of an empty database whose owner may do nothing else on the server."""
    name = f"copy_{os.getpid()}"
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE ROLE {name} LOGIN")
        server.execute(f"CREATE DATABASE {name} OWNER {name}")
        try:
            yield database_url(name, user=name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            server.execute(f"DROP ROLE {name}")


TABLES = """SELECT tablename FROM pg_tables
WHERE schemaname = 'public' AND tablename NOT IN ('django_migrations', 'auth_permission')
ORDER BY tablename"""
"""Not those that go on, and that migrating fills: nobody has a permission of Django's."""
ROWS = "SELECT count(*), md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), '')) FROM {} r"


def content(url: str) -> dict[str, Any]:
    """Return how many rows each table has, and a digest of all."""
    with psycopg.connect(url) as database:
        return {
            table: database.execute(
                psycopg.sql.SQL(ROWS).format(psycopg.sql.Identifier(table))
            ).fetchone()
            for (table,) in database.execute(TABLES).fetchall()
        }
