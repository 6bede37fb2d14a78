"""The contenders: programs that carry one region's bytes to everybody, each in its own way."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.util import find_spec

from redis.asyncio import Redis

from changeprog.live.announce import Announcer
from changeprog.live.news import Kind, News
from tests.bench.live.tally import KEY, REGION, ROOM, message

Change = Callable[[str], Awaitable[object]]
"""Commits new HTML, and tells the program so."""

UVICORN = ("uvicorn", "--log-level=warning", "--no-server-header", "--timeout-graceful-shutdown=1")
"""As ``bin/up`` starts it."""
DAPHNE = ("daphne", "--verbosity=0")


@dataclass(frozen=True)
class Contender:
    """A program with its server and path, and what makes its ``Change`` from the URL of Redis.

    ``needs`` are modules that may not be installed.
    """

    name: str
    server: tuple[str, ...]
    module: str
    path: str
    to: Callable[[str], Change]
    needs: tuple[str, ...] = ()
    settings: str = "tests.bench.live.served.settings"

    @property
    def lacking(self) -> list[str]:
        """Name the modules that are not installed."""
        return [name for name in self.needs if find_spec(name) is None]


def to_bare(url: str) -> Change:
    redis = Redis.from_url(url)
    return lambda html: redis.publish("bare", message(html))


def to_hub(url: str) -> Change:
    redis, announcer = Redis.from_url(url), Announcer(url)

    async def change(html: str) -> None:
        await redis.set("tally", html)
        announcer.announce(News(Kind.CHANGED, ROOM, KEY, frozenset({REGION})))

    return change


def to_group(url: str) -> Change:
    from channels_redis.core import RedisChannelLayer  # noqa: PLC0415 -- may not be installed

    layer = RedisChannelLayer(hosts=[url])
    return lambda html: layer.group_send("tally", {"type": "tally.changed", "body": message(html)})


def to_events(url: str) -> Change:
    """Publish what ``django_eventstream.send_event`` does; that needs Django set up for it."""
    redis = Redis.from_url(url)
    envelope = {"channel": "tally", "event_type": "message", "pub_id": None}
    return lambda html: redis.publish("events_channel", json.dumps({**envelope, "data": html}))


BARE = Contender("bare", UVICORN, "bare", "/", to_bare)
HUB = Contender(
    *("hub", UVICORN, "hub", f"/live/{ROOM}/{KEY}/", to_hub), settings="changeprog.settings"
)
CHANNELS = Contender(
    "channels", DAPHNE, "group", "/", to_group, ("channels", "channels_redis", "daphne")
)
EVENTS = Contender(
    "django-eventstream", UVICORN, "events", "/events/", to_events, ("django_eventstream",)
)
