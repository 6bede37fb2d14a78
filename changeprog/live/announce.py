"""Announcing: the one thing the pages and the jobs ever do with the live program.

Called after commit, on somebody's time: it cannot fail and hardly waits. What is not
announced because Redis is away is found by the streams, which then ask the database.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from time import monotonic

import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from changeprog.live.news import KEPT, STREAM, Kind, News

log = structlog.get_logger(__name__)

REST = 2.0
"""Seconds for which a process that could not reach Redis does not try again."""
AT_ONCE = 500
"""Most people in one entry of the Stream."""


class Announcer:
    """Adds news to the Stream; after a failure it rests, so that only one page in a while waits.

    ``patience`` and ``rest`` are in seconds.
    """

    def __init__(self, url: str, *, patience: float = 0.2, rest: float = REST) -> None:
        """Prepare for the Redis database at the URL; nothing is connected yet."""
        self._rest = rest
        self._rests_until = 0.0
        self._redis = Redis.from_url(
            url,
            protocol=2,
            socket_timeout=patience,
            socket_connect_timeout=patience,
            retry=Retry(NoBackoff(), 0),
        )

    def announce(self, *news: News) -> bool:
        """Add all the news to the Stream at once and say whether that worked.

        It never raises for Redis.
        """
        if monotonic() < self._rests_until:
            return False
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for one in news:
                    pipe.xadd(STREAM, one.fields(), maxlen=KEPT, approximate=True)
                pipe.execute()
        except (RedisError, OSError) as error:
            self._rests_until = monotonic() + self._rest
            log.warning("live.unannounced", error=repr(error), rest=self._rest)
            return False
        return True


@cache
def announcer() -> Announcer:
    """Return this process's announcer, as the settings configure it."""
    from django.conf import settings  # noqa: PLC0415 - the only place that needs them

    return Announcer(settings.LIVE_REDIS_URL)


def changed(room: str, key: str, regions: Iterable[str] = ()) -> None:
    """Say that these regions of a room, and of those below its key, look different now.

    No names means all of them.
    """
    changed_together(key, {room: regions})


def changed_together(key: str, stale: Mapping[str, Iterable[str]]) -> None:
    """Say the same of several rooms with one key, in one go; ``stale`` has their regions."""
    news = [News(Kind.CHANGED, room, key, frozenset(names)) for room, names in stale.items()]
    announcer().announce(*news)


def recheck(room: str, key: str) -> None:
    """Have everyone in the room admitted again at once, after roles or rules changed."""
    announcer().announce(News(Kind.RECHECK, room, key))


def removed(person: str) -> None:
    """Have this person (as in ``Admission.person``) admitted again at once, in every room."""
    announcer().announce(News(Kind.REMOVED, person=person))


def told(people: Collection[str]) -> None:
    """Say that what these people (``Admission.person``) have on every page looks different."""
    numbers = list(people)
    news = [
        News(Kind.TOLD, person=" ".join(numbers[place : place + AT_ONCE]))
        for place in range(0, len(numbers), AT_ONCE)
    ]
    announcer().announce(*news)
