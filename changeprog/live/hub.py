"""The hub: everything one process streams, kept in step with Redis and the database."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress

import structlog

from changeprog.live import wire
from changeprog.live.announce import REST
from changeprog.live.aside import Aside
from changeprog.live.belongings import Belongings
from changeprog.live.door import Door
from changeprog.live.ear import Ear
from changeprog.live.feed import Feed
from changeprog.live.listener import Listener
from changeprog.live.news import Kind, News
from changeprog.live.pace import Pace, about
from changeprog.live.rooms import Room

log = structlog.get_logger(__name__)


class Hub:
    """Joins connections to feeds, feeds to news, and brings everybody to the door again.

    All of it happens on one event loop; only admissions, revisions and renderings are done
    aside, in threads.
    """

    def __init__(self, redis_url: str, pace: Pace | None = None) -> None:
        """Prepare; ``start`` begins to listen."""
        self.pace = pace or Pace()
        self.closing = False
        self._feeds: dict[tuple[str, str], Feed] = {}
        self._door = Door()
        self._studio = Aside(4, "studio")
        self._belongings = Belongings(self._studio, self.pace)
        self._ear = Ear(redis_url, self.pace, hear=self._hear, back=self._back, lost=self._lost)
        self._hears = asyncio.Event()
        self._looks_often_until = 0.0
        self._look_now = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def listeners(self) -> list[Listener]:
        """Everybody who follows anything in this process."""
        return [listener for feed in self._feeds.values() for listener in feed.listeners]

    @property
    def rooms(self) -> int:
        """How many different pages are followed in this process."""
        return len(self._feeds)

    @property
    def hears(self) -> bool:
        """Whether news arrives here; while it does not, the database is asked."""
        return self._hears.is_set()

    async def start(self) -> None:
        """Begin to listen, to look and to beat."""
        for work in (self._ear.listen(), self._look(), self._beat()):
            self._begin(work)

    async def hearing(self) -> None:
        """Wait until news arrives here; before that, and whenever Redis is away, hubs look."""
        await self._hears.wait()

    def close(self) -> None:
        """End every stream, and ask each browser back at a moment of its own."""
        self.closing = True
        for listener in self.listeners:
            self._bid_farewell(listener)

    async def stop(self) -> None:
        """Close, and end everything that ``start`` began."""
        self.close()
        for feed in self._feeds.values():
            feed.close()
        self._belongings.close()
        while self._tasks:  # a cancellation can get lost where it meets Redis's own timeout
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks, timeout=1)
        self._door.close()
        self._studio.close()

    async def enter(
        self, room: Room, key: str, session_key: str | None, has: str
    ) -> Listener | None:
        """Admit somebody to a room and return them as a listener, or None if they may not.

        ``has`` is the mark they came back with. Raises what the room's ``admit`` raises.
        """
        admission = await self._door.admit(room, key, session_key)
        if admission is None:
            return None
        await self._catch_up(room, key)
        listener = Listener(room, key, session_key, admission, has)
        listener.due = asyncio.get_running_loop().time() + about(self.pace.beat)
        self._feed(room, key).join(listener)
        self._belongings.join(listener)
        if self.closing:
            self._bid_farewell(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener, and with the last one what was drawn for the room."""
        listener.gone = True
        self._belongings.leave(listener)
        feed = self._feed(listener.room, listener.key)
        feed.leave(listener)
        if not feed.listeners:
            feed.close()
            del self._feeds[listener.room.name, listener.key]

    def _feed(self, room: Room, key: str) -> Feed:
        place = (room.name, key)
        if place not in self._feeds:
            self._feeds[place] = Feed(room, key, self._studio, self.pace)
        return self._feeds[place]

    def _bid_farewell(self, listener: Listener) -> None:
        listener.end(wire.farewell(about(self.pace.farewell / 2, spread=0.9)))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # What Redis says

    def _hear(self, news: News) -> None:
        if news.kind is Kind.TOLD:
            self._belongings.stir(news.person.split())
            return
        feeds = self._below(news.room, news.key)
        if news.kind is Kind.CHANGED:
            for feed in feeds:
                feed.stir(news.regions)
            return
        self._door.turn()
        if news.kind is Kind.REMOVED:
            people = [one for one in self.listeners if one.admission.person == news.person]
        else:
            people = [listener for feed in feeds for listener in feed.listeners]
        self._begin(self._recheck(people))

    def _below(self, room: str, key: str) -> list[Feed]:
        """Return the feeds of a key and of what lies below it, such as "abc.7" below "abc"."""
        return [
            feed
            for (name, followed), feed in self._feeds.items()
            if name == room and (followed == key or followed.startswith(f"{key}."))
        ]

    def _back(self) -> None:
        """Redis is there: what was not heard may be anything, so draw everything."""
        self._hears.set()
        clock = asyncio.get_running_loop().time
        self._looks_often_until = clock() + REST + self.pace.look
        self._stir(self._feeds.values())
        self._belongings.stir()

    def _lost(self) -> None:
        if self._hears.is_set():
            self._hears.clear()
            self._look_now.set()

    @property
    def _is_deaf(self) -> bool:
        return not self._hears.is_set()

    # What the database says

    async def _look(self) -> None:
        """Compare revisions for ever: often while deaf, and a while longer.

        A process that could not reach Redis rests before it announces again, so news is
        still missing for some seconds after Redis is back.
        """
        clock = asyncio.get_running_loop().time
        while True:
            often = self._is_deaf or clock() < self._looks_often_until
            with suppress(TimeoutError):
                async with asyncio.timeout(self.pace.look if often else self.pace.repair):
                    await self._look_now.wait()
            self._look_now.clear()
            feeds = list(self._feeds.values())
            self._stir(await self._door.aside.run(_behind, feeds, deaf=self._is_deaf))
            self._belongings.stir()

    async def _catch_up(self, room: Room, key: str) -> None:
        """While deaf, look before somebody enters: their page may be newer than the feed."""
        feed = self._feeds.get((room.name, key))
        if feed and self._is_deaf:
            self._stir(await self._door.aside.run(_behind, [feed], deaf=True))

    @staticmethod
    def _stir(feeds: Iterable[Feed]) -> None:
        for feed in feeds:
            feed.stir()

    # Who may stay

    async def _beat(self) -> None:
        """Give every connection its heartbeat in turn, and ask for its admission again."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(self.pace.beat / 20)
            due = [listener for listener in self.listeners if listener.due <= clock()]
            for listener in due:
                listener.beat()
                listener.due = clock() + about(self.pace.beat)
            await self._recheck(due)

    async def _recheck(self, listeners: list[Listener]) -> None:
        for listener, admission in await self._door.recheck(listeners):
            if listener.gone or admission == listener.admission:
                continue
            if admission is None:
                listener.end(wire.REFUSED)
                continue
            feed = self._feed(listener.room, listener.key)
            feed.leave(listener)
            self._belongings.leave(listener)
            listener.readmit(admission)
            feed.join(listener)
            self._belongings.join(listener)


def _behind(feeds: list[Feed], *, deaf: bool) -> list[Feed]:
    """Return the feeds that may be out of date; none if the database does not answer."""
    try:
        return [feed for feed in feeds if feed.is_behind(deaf=deaf)]
    except Exception as error:  # noqa: BLE001 - an app may raise anything
        log.warning("live.blind", error=repr(error))
        return []
