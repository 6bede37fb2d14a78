"""The one statement that every message costs: the last one is sent, and this one is ours.

It stands here as SQL because building it anew for each message took longer than running it, and
because both halves are one: a commit to disk for each message, not two. Each kind of posting has
its own, built once and prepared once a connection by the database.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q
from psycopg import ClientCursor, Cursor

from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.posting import Posting

SENT = """
UPDATE {table} SET state = 'sent', sent_at = %(at)s, reason = '', retry_at = NULL
WHERE id = %(sent)s AND state = 'sending' AND claimed_at = %(claimed)s
"""
CLAIM = """
UPDATE {table} SET state = 'sending', attempts = attempts + 1, claimed_at = %(at)s,
    trying_since = coalesce(trying_since, %(at)s),
    resent_at = CASE state WHEN 'sending' THEN %(at)s ELSE resent_at END,
    source = %(source)b, subject = %(subject)s
WHERE id = (
    SELECT id FROM {table}
    WHERE id = %(pk)s AND (
        state = 'due' AND (retry_at IS NULL OR retry_at <= %(at)s)
        OR state = 'sending' AND claimed_at < %(abandoned)s AND resent_at IS NULL
    )
    FOR UPDATE SKIP LOCKED
) AND person_id IN ({willing})
"""
"""The condition is ``posting.ready``. A row that somebody else is about to claim is theirs: as no
worker ever waits for another's row, no two can wait for each other."""
BOTH = f"WITH previous AS ({SENT}) {CLAIM}"


def mark_sent(posting: "Posting", at: datetime) -> None:
    """Record that the mail server took ``posting`` at ``at``, if it is still ours."""
    _run(SENT, type(posting), _taken(posting, at))


@dataclass(frozen=True)
class Claim:
    """That ``posting`` is to be sent as ``source`` at ``at``.

    ``abandoned`` is the moment before which another worker's claim no longer counts.
    """

    posting: "Posting"
    source: bytes
    subject: str
    at: datetime
    abandoned: datetime

    def take(self, after: "Posting | None") -> bool:
        """Take it, and record in the same commit that ``after`` was sent; whether it was ours."""
        parameters = {
            "pk": self.posting.pk,
            "source": self.source,
            "subject": self.subject,
            "at": self.at,
            "abandoned": self.abandoned,
        }
        if after is None:
            return _run(CLAIM, type(self.posting), parameters)
        return _run(BOTH, type(self.posting), parameters | _taken(after, self.at))


def _taken(posting: "Posting", at: datetime) -> dict[str, Any]:
    return {"sent": posting.pk, "at": at, "claimed": posting.claimed_at}


def _run(statement: str, model: type["Posting"], parameters: dict[str, Any]) -> bool:
    """Run it with the database filling in the parameters, which Django's own cursors do here."""
    connection.ensure_connection()
    raw: Any = Cursor(connection.connection)
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with make(raw) as cursor:
        cursor.execute(_text(statement, model), parameters)
        return bool(cursor.rowcount)


@cache
def _text(statement: str, model: type["Posting"]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- documented by Django
    return statement.format(table=table, willing=_willing(model))


def _willing(model: type["Posting"]) -> str:
    """Return the query of the people to whom ``model`` may be sent, with its values in it."""
    refusing = Q(*model.refusals().values(), _connector=Q.OR)
    people = Person.objects.exclude(refusing).order_by().values("pk")
    text, values = people.query.sql_with_params()
    filled: str = ClientCursor(connection.connection).mogrify(text, values)
    return filled.replace("%", "%%")
