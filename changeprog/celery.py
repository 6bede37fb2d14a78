"""The Celery application, and the hint that there is work.

The row in PostgreSQL is the truth; a task is only a hint, so losing one delays and never loses.
"""

import os

import structlog
from celery import Celery, Task
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")

log = structlog.get_logger(__name__)

app = Celery("changeprog")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def hint(task: "Task[[], None]") -> None:
    """After commit, ask a worker to look for work now instead of at beat's next question.

    A broker that is away is logged: beat asks the database anyway.
    """

    def ask() -> None:
        try:
            task.apply_async(retry=False)
        except (OperationalError, OSError) as failure:
            log.warning("hint.lost", task=task.name, failure=str(failure))

    transaction.on_commit(ask)
