"""Live pages with a crowd that follows them: see ``fan_out`` and ``voting``.

With fewer rounds than ten it is only tried out, with a small crowd.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings

from tests.bench.live.fan_out import fan_out
from tests.bench.live.files import allow_files
from tests.bench.live.voting import Task, voting

SIZES = (300, 1000, 3000)
VOTES = (Task(300, 300, 10.0), Task(1000, 300, 10.0), Task(1000, 1000, 10.0))
"""Thirty votes a second before a small and a large room, and a large room that votes at once."""
TRIED = Task(300, 60, 3.0)


def lines(rounds: int, told: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Yield the figures to print, one line for each case."""
    allow_files()
    tried = rounds < 10
    for size in SIZES[:1] if tried else SIZES:
        yield from asyncio.run(fan_out(size, rounds, settings.LIVE_REDIS_URL, told))
    for task in [TRIED] if tried else VOTES:
        yield from voting(task, settings.LIVE_REDIS_URL, told)
