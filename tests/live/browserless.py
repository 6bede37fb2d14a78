"""A browser's side of one stream, as plain ASGI calls."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any, Self

from changeprog.live.stream import Stream

PATIENCE = 5.0
"""Seconds after which what should have come counts as not coming."""
PARTIAL = re.compile(
    r'<hx-partial hx-target="#([a-z-]+)" hx-swap="outerMorph">(.*?)</hx-partial>', re.DOTALL
)


@dataclass
class Said:
    """One event of a stream: the elements it brings, or its name."""

    name: str = ""
    mark: str = ""
    retry: int | None = None
    regions: dict[str, str] = field(default_factory=dict)


class Follower:
    """Asks for a stream and reads it; ``stall`` makes it stop reading."""

    def __init__(self, stream: Stream, path: str, **headers: str) -> None:
        self.stream = stream
        self.scope = {
            "type": "http",
            "method": headers.pop("method", "GET"),
            "path": path,
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        }
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.said: list[Said] = []
        self.ended = False
        self._left = asyncio.Event()
        self._reads = asyncio.Event()
        self._reads.set()
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.status)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._left.set()
        self._reads.set()
        assert self._task is not None
        async with asyncio.timeout(PATIENCE):
            await self._task

    async def _run(self) -> None:
        await self.stream(self.scope, self._receive, self._send)
        async with self._news:
            self.ended = True
            self._news.notify_all()

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self._reads.wait()
        async with self._news:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            else:
                self.body += message["body"]
                self._parse()
            self._news.notify_all()

    def _parse(self) -> None:
        if self.headers["content-type"].startswith("text/event-stream"):
            *whole, _ = self.body.decode().split("\n\n")
            self.said = [said for each in whole if (said := parse(each))]

    def stall(self) -> None:
        """Read nothing more until ``resume``."""
        self._reads.clear()

    def resume(self) -> None:
        self._reads.set()

    @property
    def messages(self) -> list[Said]:
        """What was said that brings regions."""
        return [said for said in self.said if said.regions]

    @property
    def shown(self) -> dict[str, str]:
        """What a page would show now."""
        return {name: html for said in self.messages for name, html in said.regions.items()}

    def named(self, name: str) -> list[Said]:
        return [said for said in self.said if said.name == name]

    async def until(self, condition: Any) -> None:
        """Read until the condition holds; fail after a few seconds."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(condition)

    async def sees(self, region: str, words: str) -> None:
        await self.until(lambda: words in self.shown.get(region, ""))


def parse(event: str) -> Said | None:
    """Read one event as the browser does; a lone ``retry`` is none."""
    fields: dict[str, list[str]] = {}
    for line in event.splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name, []).append(value.removeprefix(" "))
    if "data" not in fields:
        return None
    return Said(
        name="".join(fields.get("event", [])),
        mark="".join(fields.get("id", [])),
        retry=int(fields["retry"][0]) if "retry" in fields else None,
        regions=dict(PARTIAL.findall("\n".join(fields["data"]))),
    )
