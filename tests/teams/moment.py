"""Several people doing something at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

from django.db import connection

AT_A_TIME = 12
"""As many as a process has connections to the database."""


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions at the same moment, each on a connection of its own."""
    gate, answers = Barrier(len(actions)), dict.fromkeys(range(len(actions)))

    def run(number: int, action: Callable[[], Any]) -> None:
        gate.wait(timeout=10)
        answers[number] = released(action)

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return list(answers.values())


def in_a_crush(
    first: Sequence[Callable[[], Any]], then: Callable[[], Any], last: Sequence[Callable[[], Any]]
) -> tuple[list[Any], Any, list[Any]]:
    """Run hundreds of actions, a dozen at a time, with one in their midst; return all answers."""
    with ThreadPoolExecutor(AT_A_TIME) as crowd:
        answers = list(crowd.map(released, [*first, then, *last]))
    place = len(first)
    return answers[:place], answers[place], answers[place + 1 :]


def released(action: Callable[[], Any]) -> Any:
    """Act, and give the thread's connection back."""
    try:
        return action()
    finally:
        connection.close()
