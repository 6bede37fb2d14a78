"""The stream: a bare ASGI program that serves ``GET /live/<room>/<key>/``."""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from django.http.cookie import parse_cookie

from changeprog.live import rooms, wire
from changeprog.live.hub import Hub
from changeprog.live.listener import Listener
from changeprog.live.measures import Measures
from changeprog.live.pace import about

log = structlog.get_logger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = re.compile(r"/live/(?P<room>[a-z0-9-]+)/(?P<key>[^/]+)/")
COME_BACK = 8.0
"""About how many seconds a browser that found no place, or no answer, should wait."""


class Stream:
    """Turns requests into listeners of the hub and sends them what they are offered.

    A connection counts from its first byte to its last, admissions under way included.
    """

    def __init__(self, hub: Hub, *, cookie: str, limit: int, token: str = "") -> None:
        """Serve from the hub; ``cookie`` holds the session key; at most ``limit`` connections.

        The bearer of ``token`` reads how many there are.
        """
        self._hub = hub
        self._cookie = cookie
        self._limit = limit
        self._open = 0
        self._measures = Measures(token, lambda: hub.closing, self._told)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks for it."""
        authorization = _headers(scope).get("authorization", "")
        if answer := self._measures.answer(scope["path"], authorization):
            await _answer(send, *answer)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Message, receive: Receive, send: Send) -> None:
        match = PATH.fullmatch(scope["path"])
        room = rooms.get(match["room"]) if match else None
        if match is None or room is None:
            await _refuse(send, 404, "There is nothing to follow here.")
        elif scope["method"] != "GET":
            await _refuse(send, 405, "A live page can only be read.", allow="GET")
        elif self._hub.closing or self._open >= self._limit:
            await _refuse(send, 503, "Too many live pages are open.", **_later())
        else:
            self._open += 1
            try:
                await self._follow(room, match["key"], scope, receive, send)
            finally:
                self._open -= 1

    def _told(self) -> list[tuple[str, str, float]]:
        return [
            ("connections", "Live pages that are open.", self._open),
            ("connections_limit", "How many may be open in this process.", self._limit),
            ("rooms", "Different pages among them.", self._hub.rooms),
            ("hears", "Whether news arrives from Redis.", self._hub.hears),
        ]

    async def _follow(
        self, room: rooms.Room, key: str, scope: Message, receive: Receive, send: Send
    ) -> None:
        headers = _headers(scope)
        session_key = parse_cookie(headers.get("cookie", "")).get(self._cookie)
        has = headers.get("last-event-id", "")
        try:
            listener = await self._hub.enter(room, key, session_key, has)
        except Exception:
            log.exception("live.no_answer", room=room.name)
            await _refuse(send, 503, "Live pages are away for a moment.", **_later())
            return
        if listener is None:
            await _refuse(send, 403, "You may not follow this page.")
            return
        gone = asyncio.create_task(_wait_for_end(receive, listener))
        try:
            # In a task of its own it wakes up without all the callers above being woken too.
            await asyncio.create_task(self._tell(listener, send, late=bool(has)))
        finally:
            gone.cancel()
            self._hub.leave(listener)

    async def _tell(self, listener: Listener, send: Send, *, late: bool) -> None:
        """Send what the listener is offered until it ends.

        Somebody who comes back does so with everybody else: they wait a moment of their own.
        """
        pace = self._hub.pace
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store"),
                    (b"x-accel-buffering", b"no"),
                    (b"x-content-type-options", b"nosniff"),
                ],
            }
        )
        await _write(send, wire.retry(about(pace.retry, spread=0.5)))
        if late:
            await asyncio.sleep(about(pace.jitter / 2, spread=1))
        while not listener.gone:
            await _write(send, await listener.take())
            if listener.ended:
                break
        await _write(send, b"", more=False)


async def _wait_for_end(receive: Receive, listener: Listener) -> None:
    """End the listener when its browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _write(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _refuse(send: Send, status: int, words: str, **headers: str) -> None:
    await _answer(send, status, words.encode(), **headers)


async def _answer(send: Send, status: int, body: bytes, **headers: str) -> None:
    plain = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    encoded = [(name.encode(), value.encode()) for name, value in plain.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await _write(send, body, more=False)


def _later() -> dict[str, str]:
    return {"retry_after": str(round(about(COME_BACK, spread=0.5)))}


def _headers(scope: Message) -> dict[str, str]:
    """Return the headers as text; a cookie that came in several is put together again."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        joint = "; " if name == "cookie" else ", "
        headers[name] = headers[name] + joint + value if name in headers else value
    return headers
