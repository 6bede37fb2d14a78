"""Belongings: what each person has in the frame around every page, whatever room it follows.

They are no regions: a page of a workshop has hundreds of listeners, and its regions must not wait
until something has been drawn for each of them. Belongings are drawn for many people at once, apart
from any room, when one of them was told something, when somebody comes in, and at every look at the
database; what came out the same is not sent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import structlog

from changeprog.live import wire
from changeprog.live.aside import Aside
from changeprog.live.listener import Listener
from changeprog.live.pace import Pace

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Belonging:
    """One element with its name as ``id``.

    ``draw(people)`` returns the whole element as HTML for each of the people
    (``Admission.person``) who have one, in a number of questions that does not grow with them.
    """

    name: str
    draw: Callable[[Collection[str]], Mapping[str, str]]


_belongings: dict[str, Belonging] = {}


def carry(belonging: Belonging) -> None:
    """Have every framed page bring the element; a name is taken only once."""
    if _belongings.get(belonging.name, belonging) != belonging:
        raise ValueError(f"people have something named {belonging.name!r} already")
    _belongings[belonging.name] = belonging


class Belongings:
    """Draws what the listeners of one process have, and gives each of them their own."""

    def __init__(self, aside: Aside, pace: Pace) -> None:
        """Start with nobody listening."""
        self._aside = aside
        self._pace = pace
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._stale: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def join(self, listener: Listener) -> None:
        """Add a listener, who is given what is theirs; nothing where the page has no frame."""
        if listener.room.framed and _belongings:
            person = listener.admission.person
            self._listeners[person].add(listener)
            self.stir([person])

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        person = listener.admission.person
        self._listeners[person].discard(listener)
        if not self._listeners[person]:
            del self._listeners[person]

    def stir(self, people: Iterable[str] | None = None) -> None:
        """Draw anew what these people have, or what everybody has."""
        self._stale |= self._listeners.keys() & set(self._listeners if people is None else people)
        if self._stale and self._task is None:
            self._task = asyncio.create_task(self._draw_while_stale())

    def close(self) -> None:
        """Draw nothing more."""
        if self._task is not None:
            self._task.cancel()

    async def _draw_while_stale(self) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while self._stale:
                began = clock()
                people, self._stale = self._stale, set()
                self._give(await self._aside.run(_drawn, people))
                await asyncio.sleep(max(self._pace.rendering, clock() - began))
        finally:
            self._task = None

    def _give(self, drawn: Iterable[tuple[str, str, wire.Frame]]) -> None:
        for name, person, frame in drawn:
            for listener in self._listeners.get(person, ()):
                listener.give(name, frame)


def _drawn(people: Collection[str]) -> list[tuple[str, str, wire.Frame]]:
    """Draw in a thread; what failed is drawn again after the next look at the database."""
    drawn = []
    for name, belonging in _belongings.items():
        try:
            elements = belonging.draw(people)
        except Exception:
            log.exception("live.undrawn", belonging=name)
        else:
            drawn += [(name, who, wire.frame(name, html)) for who, html in elements.items()]
    return drawn
