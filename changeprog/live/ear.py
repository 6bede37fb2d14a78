"""The ear: the one reader that a process has on the Redis Stream of news."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from changeprog.live.news import STREAM, News
from changeprog.live.pace import Pace

log = structlog.get_logger(__name__)

AT_ONCE = 1000
"""Most entries of one read; a burst is then one step for the feeds."""


class Ear:
    """Reads the Stream for as long as it is there, and says when it is not.

    ``hear`` gets each news, ``back`` is called whenever listening begins (anything may have
    happened before), ``lost`` when Redis goes away.
    """

    def __init__(
        self,
        url: str,
        pace: Pace,
        hear: Callable[[News], None],
        back: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        """Prepare for the Redis database at the URL; nothing is connected yet."""
        self._pace = pace
        self._hear = hear
        self._back = back
        self._lost = lost
        self._heard = True
        self._redis: Redis = Redis.from_url(
            url,
            protocol=2,
            decode_responses=True,
            socket_timeout=pace.block + pace.overdue,
            socket_connect_timeout=pace.overdue,
            retry=Retry(NoBackoff(), 0),
        )

    async def listen(self) -> None:
        """Listen for ever; cancel to stop."""
        try:
            while True:
                try:
                    await self._follow()
                except (RedisError, OSError, TimeoutError) as error:
                    self._note(error)
                self._lost()
                await self._redis.connection_pool.disconnect()
                await asyncio.sleep(self._pace.block)
        finally:
            await self._redis.aclose()

    async def _follow(self) -> None:
        """Read on from where the Stream ends now; earlier news is covered by ``back``."""
        place = await self._end()
        self._back()
        self._heard = True
        log.info("live.listening", place=place)
        while True:
            answer: Any = await self._redis.xread(
                {STREAM: place}, count=AT_ONCE, block=round(self._pace.block * 1000)
            )
            for entry, fields in answer[0][1] if answer else ():
                place = entry
                if news := News.read(fields):
                    self._hear(news)

    def _note(self, error: Exception) -> None:
        """Log that Redis went away, once for each time it was there."""
        (log.warning if self._heard else log.debug)("live.deaf", error=repr(error))
        self._heard = False

    async def _end(self) -> str:
        newest: Any = await self._redis.xrevrange(STREAM, count=1)
        return newest[0][0] if newest else "0-0"
