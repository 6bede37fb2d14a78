"""Live pages with a crowd that follows them: see ``fan_out`` and ``voting``.

With fewer rounds than ten it is only tried out, with a small crowd.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

SIZES = (300, 1000, 3000)
VOTES = ((300, 300, 10.0), (1000, 300, 10.0), (1000, 1000, 10.0))
"""Connections, votes, seconds: thirty a second before a small and a large room, and a large room
that votes as good as at once."""
TRIED = (300, 60, 3.0)


def lines(rounds: int, told: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Yield the figures to print, one line for each case."""
    # Not above: every program that is measured imports this package, and should stay small.
    from django.conf import settings  # noqa: PLC0415

    from tests.bench.live.fan_out import fan_out  # noqa: PLC0415
    from tests.bench.live.files import allow_files  # noqa: PLC0415
    from tests.bench.live.voting import Task, voting  # noqa: PLC0415

    allow_files()
    tried = rounds < 10
    for size in SIZES[:1] if tried else SIZES:
        yield from asyncio.run(fan_out(size, rounds, settings.LIVE_REDIS_URL, told))
    for task in [TRIED] if tried else VOTES:
        yield from voting(Task(*task), settings.LIVE_REDIS_URL, told)
