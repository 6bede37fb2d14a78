"""Changeprog itself, pages and streams in one process as ``bin/up`` runs it, and a room more.

The room shows a tally that is kept in Redis: drawing is dear or cheap by what an app draws, and
here only what the hub adds is looked at.
"""

import os

from redis import Redis

from changeprog import live
from changeprog.asgi import application
from tests.bench.live.tally import KEY, REGION, ROOM, tally

__all__ = ["application"]

redis = Redis.from_url(os.environ["BENCH_REDIS"], decode_responses=True)


def render(key: str, viewer: str) -> str:
    return str(redis.get("tally") or tally(0))


def admit(session_key: str | None, key: str) -> live.Admission | None:
    return live.Admission("participant", session_key) if session_key and key == KEY else None


live.register(live.Room(ROOM, admit, {REGION: live.Region(REGION, render)}))
