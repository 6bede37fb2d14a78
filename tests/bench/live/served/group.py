"""channels: each connection is a consumer in one group, sent to through channels_redis."""

import os

from channels.generic.http import AsyncHttpConsumer
from channels.layers import channel_layers
from channels_redis.core import RedisChannelLayer

from changeprog.live.stream import Message
from tests.bench.live.tally import message, tally

HEADERS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]


class Follower(AsyncHttpConsumer):  # type: ignore[misc]
    """Sends what its group is sent; ``http_request`` itself would end after one answer."""

    async def http_request(self, _: Message) -> None:
        await self.channel_layer.group_add("tally", self.channel_name)
        await self.send_headers(headers=HEADERS)
        await self.send_body(message(tally(0)), more_body=True)

    async def tally_changed(self, news: Message) -> None:
        await self.send_body(news["body"], more_body=True)

    async def disconnect(self) -> None:
        await self.channel_layer.group_discard("tally", self.channel_name)


# The layer waits for news as long as this client by itself waits for any answer, five seconds, and
# then the client is the first to give up.
host = {"address": os.environ["BENCH_REDIS"], "socket_timeout": None}
channel_layers.set("default", RedisChannelLayer(hosts=[host]))
application = Follower.as_asgi()
