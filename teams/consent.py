"""When a working rule may be adopted: by agreement, which is neither a vote nor silence.

Each person on a team says "I can live with it" or "not yet, because…". Nobody has to be
enthusiastic, and nobody is outvoted: a rule holds once everybody who spoke can live with it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Stand:
    """What one person, by their key, has said last of a proposed text."""

    person: int
    can_live: bool


class Verdict(StrEnum):
    """How the teams stand to a proposed text."""

    SILENT = "silent"
    DOUBTED = "doubted"
    AGREED = "agreed"


def doubters(stands: Iterable[Stand], voices: Collection[int]) -> set[int]:
    """Return who stands at "not yet" among ``voices``, the keys of the people on the teams.

    Somebody who has left the teams, or the programme, holds up nothing any more.
    """
    return {stand.person for stand in stands if not stand.can_live and stand.person in voices}


def verdict(stands: Iterable[Stand], voices: Collection[int]) -> Verdict:
    """Return whether the people on the teams agree; what others say does not count.

    Silence is not agreement: at least one of them has said that they can live with it.
    """
    heard = [stand for stand in stands if stand.person in voices]
    if doubters(heard, voices):
        return Verdict.DOUBTED
    return Verdict.AGREED if heard else Verdict.SILENT


def may_be_adopted(stands: Iterable[Stand], voices: Collection[int], note: str) -> bool:
    """Return whether the text may become a rule.

    Over an open "not yet" only with a ``note`` that says why, which is kept with the rule; with
    everybody silent not even so.
    """
    found = verdict(stands, voices)
    return found is Verdict.AGREED or (found is Verdict.DOUBTED and bool(note.strip()))
