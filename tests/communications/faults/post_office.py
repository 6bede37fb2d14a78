"""A mail server that fails as it is told to, and counts what it has taken."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from threading import Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.WARNING)  # it writes a line for each command
PHASES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "content", "dot")
"""Where a trouble may be met: "content" is in the middle of a message, "dot" at its end."""
DROP, HANG, TAKE_AND_DROP, TAKE_AND_HANG = "drop", "hang", "take and drop", "take and hang"


@dataclass(frozen=True)
class Trouble:
    """What happens when ``phase`` is reached: an answer such as "451 4.3.0 Busy", or no answer."""

    phase: str
    does: str


class PostOffice:
    """Counts what was taken; ``troubles`` are met one after the other, each once."""

    def __init__(self, expected: int = 0) -> None:
        self.taken: Counter[tuple[str, str]] = Counter()
        self.troubles: deque[Trouble] = deque()
        self.steps = 0
        self.notice: Callable[[str], None] = lambda _phase: None
        self.expected = expected
        self.complete = Event()

    def reach(self, phase: str) -> str:
        """Count a step of a conversation and return the trouble that it meets, if any."""
        self.steps += 1
        self.notice(phase)
        if self.troubles and self.troubles[0].phase == phase:
            return self.troubles.popleft().does
        return ""

    async def handle_DATA(self, server: "Window", _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        message_id = str(message_from_bytes(envelope.content)["Message-ID"])
        assert len(envelope.rcpt_tos) == 1, "One recipient a message"
        does = self.reach("dot")
        if does in {"", TAKE_AND_DROP, TAKE_AND_HANG}:
            self.taken[envelope.rcpt_tos[0], message_id] += 1
            if len(self.taken) == self.expected:
                self.complete.set()
        return await server.met(does) or "250 Taken"

    @property
    def doubled(self) -> dict[str, int]:
        """The Message-IDs that were taken more than once, and how often."""
        return {message_id: times for (_, message_id), times in self.taken.items() if times > 1}


class Window(SMTP):
    """Where one client is served."""

    office: PostOffice

    async def met(self, does: str) -> str:
        """Do what a trouble does; return the answer, which is empty if there is none."""
        if does in {DROP, TAKE_AND_DROP}:
            assert self.transport is not None
            self.transport.abort()  # type: ignore[attr-defined]
            await asyncio.sleep(0)
            raise ConnectionResetError
        if does in {HANG, TAKE_AND_HANG}:
            await asyncio.Event().wait()
        return does

    async def _handle_client(self) -> None:
        try:
            refused = await self.refuses("connect")
        except ConnectionResetError:
            return
        if refused:
            assert self.transport is not None
            self.transport.close()
        else:
            await super()._handle_client()

    async def refuses(self, phase: str) -> bool:
        answer = await self.met(self.office.reach(phase))
        if answer:
            await self.push(answer)
        return bool(answer)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 -- aiosmtpd's name, as below
        if not await self.refuses("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        if not await self.refuses("EHLO"):
            await super().smtp_HELO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if not await self.refuses("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self.refuses("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self.refuses("DATA"):
            return
        if does := self.office.reach("content"):
            await self.push("354 Go ahead")
            await self._reader.read(200)
            await self.met(does)
        await super().smtp_DATA(arg)


@contextmanager
def opened(office: PostOffice) -> Iterator[int]:
    """Serve on a free port of this machine meanwhile, in a thread, and yield the port."""

    def window() -> Window:
        made = Window(office, hostname="localhost", loop=loop)
        made.office = office
        return made

    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = loop.create_server(window, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
