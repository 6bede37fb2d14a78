"""A listener: one open connection, and what it has still to be sent."""

import asyncio

from changeprog.live import wire
from changeprog.live.rooms import Admission, Room


class Listener:
    """One connection in a room.

    It holds the newest bytes of each region and nothing older, so a connection that reads
    slowly costs what one rendering costs and then jumps to the present.
    """

    def __init__(
        self, room: Room, key: str, session_key: str | None, admission: Admission, has: str
    ) -> None:
        """Start without anything pending.

        ``has`` is the mark of the renderings the browser came back with, or empty.
        """
        self.room = room
        self.key = key
        self.session_key = session_key
        self.admission = admission
        self.served = False
        self.gone = False
        self.due = 0.0
        """The loop time of the next heartbeat."""
        self._has = has
        self._pending: wire.Message | None = None
        self._own: dict[str, wire.Frame] = {}
        self._given: set[str] = set()
        self._beat = False
        self._last_words: bytes | None = None
        self._wake = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Say whether nothing more will come after the next ``take``."""
        return self._last_words is not None

    def serve(self, room: wire.Message) -> None:
        """Give the whole room, unless the browser has exactly that already."""
        self.served = True
        if not room.mark or room.mark != self._has:
            self.offer(room)

    def offer(self, message: wire.Message) -> None:
        """Have these regions sent, in place of older renderings of the same."""
        self._pending = message.after(self._pending) if self._pending else message
        self._wake.set()

    def give(self, name: str, frame: wire.Frame) -> None:
        """Have something of their own sent, unless they were given just that."""
        if self._own.get(name) != frame:
            self._own[name] = frame
            self._given.add(name)
            self._wake.set()

    def readmit(self, admission: Admission) -> None:
        """Become somebody who sees other things, and so needs the whole room."""
        self.admission = admission
        self.served = False
        self._has = ""
        self._pending = None

    def beat(self) -> None:
        """Have a sign of life sent."""
        self._beat = True
        self._wake.set()

    def end(self, last_words: bytes = b"") -> None:
        """Have the stream end after these bytes; whatever else is pending is dropped."""
        self._pending = None
        self._last_words = last_words
        self._wake.set()

    async def take(self) -> bytes:
        """Wait until there is something to send, and return all of it at once."""
        await self._wake.wait()
        self._wake.clear()
        if self._last_words is not None:
            return self._last_words
        news = self._pending.data if self._pending else b""
        own = b"".join(wire.alone(self._own[name]) for name in sorted(self._given))
        beat = wire.BEAT if self._beat else b""
        self._pending = None
        self._given.clear()
        self._beat = False
        return news + own + beat
