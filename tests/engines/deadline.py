"""Waiting for what another process does."""

import time
from collections.abc import Callable


def wait_until(done: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Return once ``done()`` is true; fail with ``what`` when it is not within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"After {seconds} seconds still waiting until {what}.")
        time.sleep(0.02)
