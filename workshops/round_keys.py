"""The private keys of anonymous rounds: in Redis alone, for a while, and gone after the reveal."""

from functools import cache

import structlog
from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)

KEPT = 14 * 24 * 60 * 60
"""Seconds for which Redis keeps a key, if no reveal destroys it before."""
PATIENCE = 1.0
"""Seconds that a page waits for Redis."""


class KeyAway(Exception):  # noqa: N818 -- a state of the world, told in words
    """Redis does not answer, so a key can be neither kept nor asked for just now."""

    def __init__(self) -> None:
        super().__init__(
            "The key of an anonymous round is in Redis, and Redis does not answer. No answer is "
            "lost, and people can go on answering: try again once Redis is back."
        )


class KeyLost(Exception):  # noqa: N818 -- a state of the world, told in words
    """There is no such key: it was destroyed, or Redis has forgotten it."""

    def __init__(self) -> None:
        super().__init__(
            "The key of this round is lost, so nobody can ever read its answers. Annul the round "
            "and open another one."
        )


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


def keep(public_key: bytes, private_key: bytes) -> None:
    """Keep the private key that belongs to a public one; raises ``KeyAway``."""
    try:
        store().set(_name(public_key), private_key, ex=KEPT)
    except (RedisError, OSError) as error:
        raise KeyAway from error


def private_key(public_key: bytes) -> bytes:
    """Return the private key that belongs to a public one; raises ``KeyAway``, ``KeyLost``."""
    try:
        found = store().get(_name(public_key))
    except (RedisError, OSError) as error:
        raise KeyAway from error
    if not isinstance(found, bytes):
        raise KeyLost
    return found


def destroy(public_key: bytes) -> bool:
    """Destroy the private key that belongs to a public one; say whether it is surely gone.

    Redis is asked to write its append-only file anew, which would keep the key otherwise.
    """
    try:
        gone = store().delete(_name(public_key))
    except (RedisError, OSError) as error:
        log.warning("round_key.not_destroyed", error=type(error).__name__)
        return False
    if gone:
        _rewrite()
    return True


def _rewrite() -> None:
    try:
        store().bgrewriteaof()
    except (RedisError, OSError) as error:  # not every Redis allows it, or it is at it already
        log.info("round_key.file_not_rewritten", error=type(error).__name__)


def _name(public_key: bytes) -> str:
    return f"round-key:{public_key.hex()}"
