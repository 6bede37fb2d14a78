"""The stream program: a stream with its hub, begun and ended as the server asks for it."""

import asyncio
import gc
import resource
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

import structlog

from changeprog.live.hub import Hub
from changeprog.live.pace import Pace
from changeprog.live.stream import Message, Receive, Send, Stream

log = structlog.get_logger(__name__)

SPARE = 500
"""File descriptors beside the streams: pages, database connections, files."""
GARBAGE = 50_000
"""Objects that may be made, less those gone, before garbage is looked for: some ten megabytes."""
TURN = 0.0005
"""Seconds for which a thread that draws a page or a region computes before others get a turn.

The loop gives its turn away with every message it writes, and waits that long to have it back:
with Python's five milliseconds, a page in the making holds up all streams.
"""


class Program:
    """An ASGI application with lifespan; its hub lives on the loop that starts it."""

    def __init__(
        self, redis_url: str, *, cookie: str, limit: int, token: str = "", pace: Pace | None = None
    ) -> None:
        """Take what the settings say; nothing is begun yet."""
        self._redis_url = redis_url
        self._cookie = cookie
        self._limit = limit
        self._token = token
        self._pace = pace
        self.hub: Hub | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._stream: Stream | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve a stream, or the life of the server around all of them."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif self._stream is None:
            raise RuntimeError("streams need a server that begins the ASGI lifespan")
        else:
            await self._stream(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.loop = asyncio.get_running_loop()
        self.hub = Hub(self._redis_url, self._pace)
        self._stream = Stream(self.hub, cookie=self._cookie, limit=self._limit, token=self._token)
        await self.hub.start()
        _allow_files(self._limit + SPARE)
        _before_exit(self.hub.close)
        collect_seldom()
        sys.setswitchinterval(TURN)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})


def collect_seldom() -> None:
    """Have garbage collected less often, and never looked for in what is there from the start.

    One message to 3,000 connections makes and drops ten thousand objects. By Python's own
    measure that is reason enough to look through all that the connections hold, for as long
    as the message itself takes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, *gc.get_threshold()[1:])


def _allow_files(wanted: int) -> None:
    """Raise this process's limit of open files as far as it may and needs to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < wanted:
        log.warning("live.few_files", allowed=allowed, wanted=wanted)


def _before_exit(close: Callable[[], None]) -> None:
    """Close as soon as the server is told to stop.

    Its lifespan only ends after every response has, so streams that waited for that would
    be cut off instead. Servers that set no handler of their own are left as they are.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        former = signal.getsignal(number)
        if callable(former):
            signal.signal(number, _closing_first(loop, close, former))


def _closing_first(
    loop: asyncio.AbstractEventLoop,
    close: Callable[[], None],
    former: Callable[[int, FrameType | None], object],
) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        former(number, frame)

    return handle
