"""Engines at work: started here or by another process, written to, read, and looked at."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis

from changeprog.embedded import postgres, valkey

ROOT = Path(__file__).resolve().parents[2]


ENGINES = ["postgres", "valkey"]


def run(name: str, folder: Path) -> AbstractContextManager[str]:
    engine = {"postgres": postgres, "valkey": valkey}[name]
    return engine(folder, fast=False)


def write(url: str, value: str) -> None:
    if url.startswith("unix"):
        with redis.Redis.from_url(url) as client:
            client.rpush("kept", value)
        return
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def read(url: str) -> list[str]:
    if url.startswith("unix"):
        with redis.Redis.from_url(url, decode_responses=True) as client:
            return [str(value) for value in client.lrange("kept", 0, -1)]
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept ORDER BY value")]


def engine_processes(folder: Path) -> list[psutil.Process]:
    """Every living process at work below ``folder``."""

    def works_there(process: psutil.Process) -> bool:
        try:
            return process.pid != os.getpid() and Path(process.cwd()).is_relative_to(folder)
        except psutil.Error:
            return False

    return [process for process in psutil.process_iter() if works_there(process)]


def leader(folder: Path) -> psutil.Process:
    """The first process of the engine in ``folder``, by the file in which it says so."""
    files = (folder / "pid", folder / "cluster" / "postmaster.pid")
    pid = next(file for file in files if file.exists()).read_text().split()[0]
    return psutil.Process(int(pid))


@contextmanager
def held(
    name: str, folder: Path, python: str = sys.executable, **options: Any
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run an engine from another process, and yield that process and the URL."""
    process = subprocess.Popen(
        [python, "-m", "tests.engines.hold", name, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def without(program: str, tmp_path: Path) -> str:
    """Return a PATH on which ``program`` always fails."""
    (tmp_path / "broken").mkdir()
    broken = tmp_path / "broken" / program
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    return f"{broken.parent}:{os.environ['PATH']}"
