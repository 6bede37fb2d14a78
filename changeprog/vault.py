"""Private keys of what is answered under seal: in Redis alone, for a while, and then destroyed.

What they open lies in PostgreSQL, so that nobody who holds one of the two can read an answer.
"""

from functools import cache

import structlog
from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)

PATIENCE = 1.0
"""Seconds that a page waits for Redis."""


@cache
def store() -> "Redis":
    """Return this process's way to the keys; nothing is connected yet."""
    return Redis.from_url(
        settings.REDIS_URL,
        protocol=2,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


class Vault:
    """The keys of one kind of thing, such as "round-key", each kept for so many ``seconds``.

    ``away`` is raised when Redis does not answer, ``lost`` when there is no such key: it was
    destroyed, or Redis has forgotten it.
    """

    def __init__(
        self, kind: str, seconds: int, away: type[Exception], lost: type[Exception]
    ) -> None:
        self.kind, self.seconds, self.away, self.lost = kind, seconds, away, lost

    def keep(self, public_key: bytes, private_key: bytes) -> None:
        """Keep the private key that belongs to a public one; raises ``away``."""
        try:
            store().set(self._name(public_key), private_key, ex=self.seconds)
        except (RedisError, OSError) as error:
            raise self.away from error

    def private_key(self, public_key: bytes) -> bytes:
        """Return the private key that belongs to a public one; raises ``away`` or ``lost``."""
        try:
            found = store().get(self._name(public_key))
        except (RedisError, OSError) as error:
            raise self.away from error
        if not isinstance(found, bytes):
            raise self.lost
        return found

    def destroy(self, public_key: bytes) -> bool:
        """Destroy the private key that belongs to a public one; say whether it is surely gone.

        Redis is asked to write its append-only file anew, which would keep the key otherwise.
        """
        try:
            gone = store().delete(self._name(public_key))
        except (RedisError, OSError) as error:
            log.warning("key.not_destroyed", kind=self.kind, error=type(error).__name__)
            return False
        if gone:
            self._rewrite()
        return True

    def _rewrite(self) -> None:
        try:
            store().bgrewriteaof()
        except (RedisError, OSError) as error:  # not every Redis allows it, or it is at it already
            log.info("key.file_not_rewritten", kind=self.kind, error=type(error).__name__)

    def _name(self, public_key: bytes) -> str:
        return f"{self.kind}:{public_key.hex()}"
