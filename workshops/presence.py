"""Presence: who follows the room just now, in however many tabs, kept in Redis and nowhere else.

The streams ask every connection for its admission again at each heartbeat, so a browser that is
open touches its name here every 17 seconds. A reload changes nothing, two tabs are one name, and
whoever has not been heard of for a minute is away. With Redis gone nobody knows, and whoever has
arrived counts as here.
"""

from datetime import UTC, datetime
from functools import cache
from time import monotonic, time

import structlog
from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from workshops.models import Participant

log = structlog.get_logger(__name__)

AWAY = 60.0
"""Seconds without a sign after which somebody is away."""
KEPT = 2 * 24 * 60 * 60
"""Seconds for which Redis keeps who was present in a workshop after the last sign of anybody."""
PATIENCE, REST = 0.2, 2.0
"""Seconds that are waited for Redis, and for which it is not asked after it did not answer."""


class Register:
    """The names of who is present, by workshop, with the time at which each was last heard of."""

    def __init__(self, url: str) -> None:
        """Prepare for the Redis database at the URL; nothing is connected yet."""
        self._rests_until = 0.0
        self._redis = Redis.from_url(
            url,
            protocol=2,
            decode_responses=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )

    def touch(self, workshop: int, name: str, at: float) -> bool:
        """Note that ``name`` was heard of; say whether they had been away before, if known."""
        if monotonic() < self._rests_until:
            return False
        key = _key(workshop)
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.zscore(key, name)
                pipe.zadd(key, {name: at})
                pipe.expire(key, KEPT)
                before = pipe.execute()[0]
        except (RedisError, OSError) as error:
            self._rest(error)
            return False
        return before is None or float(before) < at - AWAY

    def heard(self, workshop: int) -> dict[str, float] | None:
        """Return when each was last heard of, in seconds since 1970; None where nobody knows."""
        if monotonic() < self._rests_until:
            return None
        try:
            rows = self._redis.zrange(_key(workshop), 0, -1, withscores=True)
        except (RedisError, OSError) as error:
            self._rest(error)
            return None
        return {str(row[0]): float(row[1]) for row in rows}

    def _rest(self, error: Exception) -> None:
        self._rests_until = monotonic() + REST
        log.warning("presence.unknown", error=repr(error), rest=REST)


@cache
def register() -> Register:
    """Return this process's register, as the settings configure it."""
    return Register(settings.REDIS_URL)


def name_of(participant: Participant) -> str:
    """Return the name under which a participant is present: that of the person where known."""
    known = participant.person_id
    return f"person-{known}" if known else f"guest-{participant.pk}"


def touch(workshop: int, name: str) -> bool:
    """Note that somebody follows the room; say whether they had been away, or were never here."""
    return register().touch(workshop, name, time())


def seen(workshop: int) -> dict[str, bool]:
    """Return of everybody who was ever present, by their name, whether they are now."""
    heard = register().heard(workshop) or {}
    return {name: at >= time() - AWAY for name, at in heard.items()}


def away(workshop: int) -> frozenset[str]:
    """Return the names of those who were present and have not been heard of for a minute."""
    return frozenset(name for name, is_here in seen(workshop).items() if not is_here)


def last(workshop: int) -> datetime | None:
    """Return when anybody was last heard of; nothing where nobody knows."""
    heard = register().heard(workshop)
    return datetime.fromtimestamp(max(heard.values()), UTC) if heard else None


def revision(workshop: int) -> str:
    """Return a text that differs when somebody goes away or comes back."""
    return repr(sorted(seen(workshop).items()))


def _key(workshop: int) -> str:
    return f"presence:{workshop}"
