"""A real Celery worker, in a process of its own, whose tasks find the clock where a test put it.

A task that is sent with the header ``at`` runs at that moment, and what the product queues itself
at the last one before it; the worker keeps the real time, by which it talks to its broker. Each
task with a moment of its own is told in a line when it is done.
"""

import os
import sys
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import time_machine
from celery.signals import task_postrun, task_prerun, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")

from changeprog.celery import app

TOLD = "told: "
"""What begins a line for the test, among those that Celery prints."""
frozen = ExitStack()
clock: list[str] = []
"""The last moment at which a task was sent to run, if there was any."""


def moment_of(task: Any) -> str | None:
    """Return when the task was sent to run; what the product queued itself says nothing of it."""
    return (task.request.headers or {}).get("at")


def tell(words: str) -> None:
    """Write a line that the test reads; Celery takes what is printed for its log."""
    print(f"{TOLD}{words}", file=sys.__stdout__, flush=True)


@worker_ready.connect
def tell_ready(**_: Any) -> None:
    tell("ready")


@task_prerun.connect
def freeze(task: Any, **_: Any) -> None:
    if at := moment_of(task):
        clock[:] = [at]
    if clock:
        frozen.enter_context(time_machine.travel(datetime.fromisoformat(clock[0]), tick=False))


@task_postrun.connect
def thaw(task: Any, state: str, **_: Any) -> None:
    frozen.close()
    if moment_of(task):
        tell(f"{task.name} {state}")


if __name__ == "__main__":
    app.worker_main(["worker", "--pool=solo", "--without-gossip", "--without-mingle"])
