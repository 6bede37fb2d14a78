"""A feed: one room with its key, as one stream process has drawn it for its listeners."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

import structlog

from changeprog.live import wire
from changeprog.live.aside import Aside
from changeprog.live.listener import Listener
from changeprog.live.pace import Pace
from changeprog.live.rooms import Admission, Room

log = structlog.get_logger(__name__)

Part = tuple[str, str]
"""A region's name, and the viewer (an audience, or one person) it is drawn for."""


class Feed:
    """Draws each region once for each viewer and hands the same bytes to all who see them.

    Nothing is drawn that nobody sees. A burst of changes is drawn at the pace of the hub,
    and drawing and handing out never take more than half of the time.
    """

    def __init__(self, room: Room, key: str, aside: Aside, pace: Pace) -> None:
        """Start with nothing drawn and nobody listening."""
        self.room = room
        self.key = key
        self._aside = aside
        self._pace = pace
        self._groups: defaultdict[Admission, set[Listener]] = defaultdict(set)
        self._frames: dict[Part, wire.Frame] = {}
        self._failed: set[Part] = set()
        self._drawing: set[Part] = set()
        self._stale: set[str] = set()
        self._whole = True
        self._revision: str | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> list[Listener]:
        """Everybody who follows this room here."""
        return [listener for group in self._groups.values() for listener in group]

    def join(self, listener: Listener) -> None:
        """Add a listener, who gets the room at once if it is drawn, or when it will be."""
        view = self.room.view(listener.admission)
        self._groups[view].add(listener)
        awaited = self._wanted() | self._drawing
        if awaited.isdisjoint(self._parts(view)):
            listener.serve(self._seen(view))
        self._work()

    def leave(self, listener: Listener) -> None:
        """Forget a listener; the last one of a group takes the group along."""
        view = self.room.view(listener.admission)
        self._groups[view].discard(listener)
        if not self._groups[view]:
            del self._groups[view]

    def stir(self, regions: Iterable[str] = ()) -> None:
        """Have regions drawn again; no names means the whole room. Unknown names are ignored."""
        names = set(regions)
        self._stale |= (names or set(self.room.regions)) & set(self.room.regions)
        self._whole = self._whole or not names
        self._work()

    def is_behind(self, *, deaf: bool) -> bool:
        """Say whether the room may have changed since it was drawn as a whole; blocks.

        Without revisions it may have when nothing can be heard, or when drawing failed.
        """
        if self.room.revision is None:
            return deaf or bool(self._failed)
        return self.room.revision(self.key) != self._revision

    def close(self) -> None:
        """Draw nothing more."""
        if self._task is not None:
            self._task.cancel()

    def _parts(self, view: Admission) -> list[Part]:
        return [(name, region.viewer(view)) for name, region in self.room.regions.items()]

    def _wanted(self) -> set[Part]:
        """Return the parts that somebody sees and that are stale or were never tried."""
        known = self._frames.keys() | self._failed
        seen = {part for view in self._groups for part in self._parts(view)}
        return {part for part in seen if part[0] in self._stale or part not in known}

    def _seen(self, view: Admission) -> wire.Message:
        """Return what a group sees; its mark is empty if a region is lacking."""
        parts = self._parts(view)
        frames = {part[0]: self._frames[part] for part in parts if part in self._frames}
        mark = wire.mark(frames.values()) if len(frames) == len(parts) else ""
        return wire.Message(frames, mark)

    def _work(self) -> None:
        if self._task is None and self._wanted():
            self._task = asyncio.create_task(self._draw_while_wanted())

    async def _draw_while_wanted(self) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while wanted := self._wanted():
                began = clock()
                await self._draw(wanted)
                await asyncio.sleep(0)  # whoever was offered something writes it before this ends
                await asyncio.sleep(max(self._pace.rendering, clock() - began))
        finally:
            self._task = None

    async def _draw(self, wanted: set[Part]) -> None:
        """Draw these parts and hand out those that came out differently.

        What failed is tried again with the next look at the revisions, so that one broken
        region neither stops nor slows the others.
        """
        stale, self._stale = self._stale, set()
        whole, self._whole = self._whole, False
        unseen = {part for part in self._frames if part[0] in stale} - wanted
        for part in unseen:
            del self._frames[part]
        self._drawing = wanted
        try:
            revision, drawn = await self._aside.run(self._render, wanted, whole=whole)
        except Exception as error:  # noqa: BLE001 - an app may raise anything
            log.warning("live.undrawn", room=self.room.name, key=self.key, error=repr(error))
            revision, drawn = None, {}
        finally:
            self._drawing = set()
        failed = wanted - drawn.keys()
        self._failed = (self._failed - wanted) | failed
        if whole or failed:
            self._revision = None if failed else revision
        changed = {part for part, frame in drawn.items() if frame != self._frames.get(part)}
        self._frames |= drawn
        self._publish(changed)

    def _render(
        self, wanted: set[Part], *, whole: bool
    ) -> tuple[str | None, dict[Part, wire.Frame]]:
        """Render in a thread. The revision is read first, so what is drawn is no older."""
        revision = self.room.revision(self.key) if whole and self.room.revision else None
        drawn = {}
        for region, viewer in sorted(wanted):
            try:
                html = self.room.regions[region].render(self.key, viewer)
            except Exception:
                log.exception("live.undrawn", room=self.room.name, key=self.key, region=region)
            else:
                drawn[region, viewer] = wire.frame(region, html)
        return revision, drawn

    def _publish(self, changed: set[Part]) -> None:
        awaited = {part for part in self._wanted() if part not in self._frames}
        for view, listeners in self._groups.items():
            parts = self._parts(view)
            room = self._seen(view)
            frames = {part[0]: self._frames[part] for part in parts if part in changed}
            news = wire.Message(frames, room.mark)
            complete = awaited.isdisjoint(parts)
            for listener in listeners:
                if not listener.served and complete:
                    listener.serve(room)
                elif listener.served and frames:
                    listener.offer(news)
