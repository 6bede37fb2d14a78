"""Live pages with a crowd that follows them; see ``fan_out``.

With fewer rounds than ten it is only tried out, with a small crowd.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings

from tests.bench.live.fan_out import fan_out
from tests.bench.live.files import allow_files

SIZES = (300, 1000, 3000)


def lines(rounds: int, told: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Yield the figures to print, one line for each case."""
    allow_files()
    for size in SIZES if rounds >= 10 else SIZES[:1]:
        yield from asyncio.run(fan_out(size, rounds, settings.LIVE_REDIS_URL, told))
