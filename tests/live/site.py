"""A whole site for one browser: a page that follows the house, its stream, and their server."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import django_htmx
import uvicorn
from django.conf import settings
from django.template.loader import render_to_string

from changeprog.live.pace import Pace
from changeprog.live.program import Program
from changeprog.live.stream import Message, Receive, Send
from tests.addresses import free_port
from tests.live.house import KEY, House

HTMX = Path(django_htmx.__file__).parent / "static"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'"
HEAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>House</title>
<link rel="icon" href="/static/img/mark.svg">
<meta name="htmx-config" content='{"includeIndicatorCSS": false, "history": false}'>
<script src="/static/django_htmx/htmx-4.js" defer></script>
<script src="/static/django_htmx/ext/hx-sse-4.js" defer></script>
</head><body><main><h1>House</h1>"""


class Site:
    """Serves ``/`` (a page), ``/kept/`` (one that follows while hidden) and ``/live/``."""

    def __init__(self, house: House, redis_url: str, pace: Pace, cookie: str) -> None:
        self.house = house
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis_url = redis_url
        self.pace = pace
        self.cookie = cookie
        self.asked: list[str] = []
        """The mark that each request for a stream came with, or ""."""
        self.streams = self._program()
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None

    def _program(self) -> Program:
        return Program(self.redis_url, cookie=self.cookie, limit=20, pace=self.pace)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith("/live/"):
            self.asked.append(dict(scope["headers"]).get(b"last-event-id", b"").decode())
        if scope["type"] == "lifespan" or path.startswith("/live/"):
            await self.streams(scope, receive, send)
        elif path.startswith("/static/"):
            await answer(
                send, static(path), "text/javascript" if path.endswith("js") else "image/svg+xml"
            )
        else:
            await answer(
                send, self.page(keep=path == "/kept/").encode(), "text/html; charset=utf-8"
            )

    def page(self, *, keep: bool) -> str:
        place = {"room": self.house.name, "key": KEY, "keep": keep}
        regions = "".join(self.house.draw(name, "member") for name in self.house.words)
        return f"{HEAD}{regions}{render_to_string('shell/_live.html', place)}</main></body></html>"

    @property
    def open_streams(self) -> int:
        hub = self.streams.hub
        return len(hub.listeners) if hub else 0

    def start(self) -> None:
        config = uvicorn.Config(self, port=self.port, log_level="warning", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run)
        self._thread.start()
        wait_until(lambda: bool(self._server and self._server.started))

    def stop(self) -> None:
        """Stop as a signal would: streams first."""
        assert self._server
        assert self._thread
        hub, loop = self.streams.hub, self.streams.loop
        if hub and loop:
            loop.call_soon_threadsafe(hub.close)
        self._server.should_exit = True
        self._thread.join(10)
        self.streams = self._program()


@contextlib.contextmanager
def serving(site: Site) -> Iterator[Site]:
    site.start()
    try:
        yield site
    finally:
        site.stop()


async def answer(send: Send, body: bytes, kind: str) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", POLICY.encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def static(path: str) -> bytes:
    name = path.removeprefix("/static/")
    root = HTMX if name.startswith("django_htmx/") else settings.ROOT / "static"
    return Path(root / name).read_bytes()


def wait_until(condition: Callable[[], bool], patience: float = 10) -> None:
    deadline = monotonic() + patience
    while not condition():
        assert monotonic() < deadline, "waited in vain"
        sleep(0.02)
