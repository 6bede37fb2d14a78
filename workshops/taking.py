"""Taking answers: one statement that finds the round open and keeps what somebody says in it.

It writes a first answer, or another one in place of it, so two at the same moment end as one row
that counts both. It is written in SQL, since Django inserts no row on a condition.
"""

from typing import Any

from django.db import connection

from workshops.sealed import Said, seal

_NAMED = """
    INSERT INTO workshops_position (round_id, participant_id, level, reason, function_id, changes)
    SELECT id, %(participant)s, %(level)s, %(reason)s, %(function)s, 0
    FROM workshops_round
    WHERE id = %(round)s AND status = 'open'
    ON CONFLICT (round_id, participant_id) DO UPDATE
    SET level = excluded.level, reason = excluded.reason, function_id = excluded.function_id,
        changes = workshops_position.changes + 1
"""
_SEALED = """
    INSERT INTO workshops_turnout (round_id, participant_id, sealed, changes)
    SELECT id, %(participant)s, %(box)s, 0
    FROM workshops_round
    WHERE id = %(round)s AND status = 'open' AND public_key = %(key)s
    ON CONFLICT (round_id, participant_id) DO UPDATE
    SET sealed = excluded.sealed, changes = workshops_turnout.changes + 1
"""


def keep(number: int, participant: int, said: Said) -> bool:
    """Keep what a participant says in a named round; say whether the round was open."""
    known = {"level": said.level, "reason": said.reason, "function": said.function or None}
    return _wrote(_NAMED, round=number, participant=participant, **known)


def keep_sealed(number: int, participant: int, said: Said, key: bytes) -> bool:
    """Keep it sealed by the public ``key``; say whether the round was open under this key.

    It is empty once a round is over. A round that is reopened has another one, and everybody
    answers in it anew.
    """
    if not key:
        return False
    return _wrote(_SEALED, round=number, participant=participant, box=seal(said, key), key=key)


def _wrote(statement: str, **values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)
