"""A real Celery worker, in a process of its own, whose tasks find the clock where a test put it.

A task that is sent with the header ``at`` runs at that moment; the worker itself keeps the real
time, by which it talks to its broker. Each task that is done is told in a line.
"""

import os
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import time_machine
from celery.signals import task_postrun, task_prerun, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")

from changeprog.celery import app

frozen = ExitStack()


@worker_ready.connect
def tell_ready(**_: Any) -> None:
    print("ready", flush=True)  # noqa: T201 -- the test reads it


@task_prerun.connect
def freeze(task: Any, **_: Any) -> None:
    at = datetime.fromisoformat(task.request.headers["at"])
    frozen.enter_context(time_machine.travel(at, tick=False))


@task_postrun.connect
def thaw(task: Any, state: str, **_: Any) -> None:
    frozen.close()
    print(f"{task.name} {state}", flush=True)  # noqa: T201 -- the test reads it


if __name__ == "__main__":
    app.worker_main(["worker", "--pool=solo", "--without-gossip", "--without-mingle"])
