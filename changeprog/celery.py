"""The Celery application, and the hint that there is work.

The row in PostgreSQL is the truth; a task is only a hint, so losing one delays and never loses.
"""

import os
from functools import partial

import structlog
from celery import Celery, Task
from django.db import transaction
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")

log = structlog.get_logger(__name__)

app = Celery("changeprog")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def hint(job: "Task[[], None] | str") -> None:
    """After commit, ask a worker to look for work now instead of at beat's next question.

    What a task builds on names it by its dotted path, and so need not know it.
    However often it is asked for in one transaction, it is asked once. A broker that is away is
    logged: beat asks the database anyway.
    """
    task: Task[[], None] = import_string(job) if isinstance(job, str) else job
    if not _is_hinted(task):
        transaction.on_commit(partial(_ask, task))


def _is_hinted(task: "Task[[], None]") -> bool:
    """Whether the running transaction asks for ``task`` already, once it commits.

    What is undone up to a savepoint takes its hints along, so one that is there stays as long as
    one that would come after it.
    """
    waiting = transaction.get_connection().run_on_commit
    return any(
        isinstance(act, partial) and act.func is _ask and act.args == (task,)
        for _, act, _ in waiting
    )


def _ask(task: "Task[[], None]") -> None:
    try:
        task.apply_async(retry=False)
    except (OperationalError, OSError) as failure:
        log.warning("hint.lost", task=task.name, failure=str(failure))
