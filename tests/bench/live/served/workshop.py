"""Changeprog itself, and how often it has drawn regions of a workshop's rooms.

Several processes count together, in Redis under ``drawn``.
"""

import os
from collections.abc import Callable
from dataclasses import replace

from redis import Redis

from changeprog.asgi import application
from workshops.room import ROOMS

__all__ = ["application"]

redis = Redis.from_url(os.environ["BENCH_REDIS"])


def counted(render: Callable[[str, str], str]) -> Callable[[str, str], str]:
    def render_and_count(key: str, viewer: str) -> str:
        redis.incr("drawn")
        return render(key, viewer)

    return render_and_count


for room in ROOMS:
    for name, region in list(room._followed.items()):
        room._followed[name] = replace(region, render=counted(region.render))
