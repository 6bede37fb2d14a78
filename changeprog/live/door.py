"""The door: who may follow a room, asked of the app in threads."""

import asyncio
from collections import defaultdict
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
    """Ask once for each session in each room, on one database connection; of a crowd at once."""
    groups: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    known = dict(rooms)
    for question in known:
        groups[question[:2]].append(question)
    answers: dict[Question, Admission | None] = {}
    for group in groups.values():
        answers |= _crowd(known[group[0]], group)
        for question in group:
            if question not in answers:
                answers |= _alone(known[question], question)
    return answers


def _crowd(room: Room, questions: list[Question]) -> dict[Question, Admission | None]:
    """Return what the room answers for several at once; nothing where it cannot, or fails."""
    keys = {session: (name, key, session) for name, key, session in questions if session}
    if room.admit_all is None or len(keys) <= 1:
        return {}
    try:
        admitted = room.admit_all(keys.keys(), questions[0][1])
    except Exception as error:  # noqa: BLE001 - an app may raise anything
        log.warning("live.unchecked", room=room.name, key=questions[0][1], error=repr(error))
        return {}
    return {keys[session]: admission for session, admission in admitted.items()}


def _alone(room: Room, question: Question) -> dict[Question, Admission | None]:
    """Return what the room answers for one; nothing where it fails."""
    _, key, session_key = question
    try:
        return {question: room.admit(session_key, key)}
    except Exception as error:  # noqa: BLE001 - an app may raise anything
        log.warning("live.unchecked", room=room.name, key=key, error=repr(error))
        return {}
