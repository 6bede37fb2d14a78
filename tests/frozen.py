"""A worker in a process of its own, whose clock a test sets for each task it queues."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from tests.addresses import database_url

if TYPE_CHECKING:
    from celery import Task

TOLD = "told: "
"""What begins the lines of ``frozen_worker`` that are meant for a test."""


class Worker:
    """The worker's process; it takes one task after the other from the tests' own broker."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.teams.frozen_worker"],
            cwd=settings.ROOT,
            env={**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": ""}
            | {"DJANGO_SETTINGS_MODULE": "changeprog.settings"},
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        """Return the next line that the worker tells, or nothing when it has ended."""
        assert self.process.stdout is not None
        told = (line for line in self.process.stdout if line.startswith(TOLD))
        return next(told, "").removeprefix(TOLD).strip()

    def beat(self, at: datetime, *tasks: "Task[[], None]") -> None:
        """Put the questions into the queue, as beat does, to be asked at the moment ``at``."""
        for task in tasks:
            task.apply_async(headers={"at": at.isoformat()})
        assert [self.line() for _ in tasks] == [f"{task.name} SUCCESS" for task in tasks]


@contextmanager
def frozen_worker() -> Iterator[Worker]:
    """Start a worker, wait until it takes tasks, and stop it in the end."""
    worker = Worker()
    try:
        assert worker.line() == "ready"
        yield worker
    finally:
        worker.process.terminate()
        worker.process.wait(30)
