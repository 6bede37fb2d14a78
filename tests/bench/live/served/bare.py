"""The ceiling: what comes from one subscription goes out to every connection, and nothing else.

Nobody is admitted, nothing is drawn, a connection that lags is not noticed. A POST is a vote: it is
counted in Redis and the count goes out.
"""

import asyncio
import os

from redis.asyncio import Redis

from changeprog.live.program import collect_seldom
from changeprog.live.stream import Message, Receive, Send
from tests.bench.live.tally import message, tally

START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")],
}


class Bare:
    def __init__(self) -> None:
        self.newest = message(tally(0))
        self.news = asyncio.Event()
        self.redis = Redis.from_url(os.environ["BENCH_REDIS"])

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["method"] == "POST":
            await self.vote(send)
        else:
            await self.follow(receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        await receive()
        hearing = asyncio.create_task(self.hear())
        collect_seldom()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        hearing.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def hear(self) -> None:
        async with self.redis.pubsub() as subscription:
            await subscription.subscribe("bare")
            async for news in subscription.listen():
                if news["type"] == "message":
                    self.newest = news["data"]
                    self.news.set()
                    self.news = asyncio.Event()

    async def follow(self, receive: Receive, send: Send) -> None:
        telling = asyncio.create_task(self.tell(send))
        while (await receive())["type"] != "http.disconnect":
            pass
        telling.cancel()

    async def vote(self, send: Send) -> None:
        await self.redis.publish("bare", message(tally(await self.redis.incr("votes"))))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def tell(self, send: Send) -> None:
        await send(START)
        while True:
            news = self.news
            await send({"type": "http.response.body", "body": self.newest, "more_body": True})
            await news.wait()


application = Bare()
