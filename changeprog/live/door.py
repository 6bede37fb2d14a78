"""The door: who may follow a room, asked of the app in threads."""

import asyncio
from collections.abc import Iterable

import structlog

from changeprog.live.aside import Aside
from changeprog.live.listener import Listener
from changeprog.live.rooms import Admission, Room

log = structlog.get_logger(__name__)

Question = tuple[str, str, str | None]
"""A room's name, its key, and the session that asks."""


class Door:
    """Asks for admissions, and never gives out an answer older than the last ``turn``."""

    def __init__(self) -> None:
        """Open with a few threads of its own, so that a crowd does not delay renderings."""
        self.aside = Aside(4, "door")
        self._turns = 0
        self._one_by_one = asyncio.Lock()

    def turn(self) -> None:
        """Void the answers that are under way, because rights have changed."""
        self._turns += 1

    async def admit(self, room: Room, key: str, session_key: str | None) -> Admission | None:
        """Return the admission, or None; raises what the room raises."""
        while True:
            turns = self._turns
            admission = await self.aside.run(room.admit, session_key, key)
            if turns == self._turns:
                return admission

    async def recheck(self, listeners: list[Listener]) -> list[tuple[Listener, Admission | None]]:
        """Ask again for these listeners; those whose answer fails are left out, and so stay.

        Answers come in the order of the questions, so an old one never undoes a new one.
        """
        if not listeners:
            return []
        rooms = {_question(listener): listener.room for listener in listeners}
        async with self._one_by_one:
            answers = await self.aside.run(_answers, rooms.items())
        return [
            (listener, answers[question])
            for listener in listeners
            if (question := _question(listener)) in answers
        ]

    def close(self) -> None:
        """Admit nobody more."""
        self.aside.close()


def _question(listener: Listener) -> Question:
    return listener.room.name, listener.key, listener.session_key


def _answers(rooms: Iterable[tuple[Question, Room]]) -> dict[Question, Admission | None]:
    """Ask once for each session in each room, on one database connection."""
    answers = {}
    for question, room in rooms:
        _, key, session_key = question
        try:
            answers[question] = room.admit(session_key, key)
        except Exception as error:  # noqa: BLE001 - an app may raise anything
            log.warning("live.unchecked", room=room.name, key=key, error=repr(error))
    return answers
