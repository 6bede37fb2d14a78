"""Blocking work of the streams, done aside in threads that keep nothing."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """A few threads for database work; each gives its connection back after every call.

    It has to happen in the thread that used the connection, before the call returns: closed
    from the event loop it would be another one, and the first would stay open as long as
    the stream does.
    """

    def __init__(self, threads: int, name: str) -> None:
        """Prepare for at most that many calls at a time."""
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=f"live-{name}")

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call in a thread, return what it returns and raise what it raises."""
        bound = partial(call, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._executor, _released, bound)

    def close(self) -> None:
        """Take no more work and drop what has not begun."""
        self._executor.shutdown(wait=False, cancel_futures=True)


def _released(call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        connections.close_all()
