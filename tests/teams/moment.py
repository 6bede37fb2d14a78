"""Several people doing something at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions at the same moment, each on a connection of its own."""
    gate, answers = Barrier(len(actions)), dict.fromkeys(range(len(actions)))

    def run(number: int, action: Callable[[], Any]) -> None:
        gate.wait(timeout=10)
        try:
            answers[number] = action()
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return list(answers.values())
