"""The contenders: programs that carry one region's bytes to everybody, each in its own way."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.util import find_spec

from redis.asyncio import Redis

from changeprog.live.announce import Announcer
from changeprog.live.news import Kind, News
from changeprog.up import WEB_SERVERS
from tests.bench.live.tally import KEY, REGION, ROOM, message

Change = Callable[[str], Awaitable[object]]
"""Commits new HTML, and tells the program so."""

OWN = ("changeprog.server", "{application}", "127.0.0.1", "{port}")
"""As ``bin/up`` starts it."""
UVICORN = (
    *("uvicorn", "--log-level=warning", "--no-server-header", "--timeout-graceful-shutdown=1"),
    *("--port={port}", "{application}"),
)
DAPHNE = ("daphne", "--verbosity=0", "--port={port}", "{application}")


@dataclass(frozen=True, kw_only=True)
class Program:
    """A module in ``served`` with its server; ``needs`` are modules that may not be installed.

    Of Changeprog's own server there may be several ``processes`` on one port.
    """

    name: str
    module: str
    server: tuple[str, ...] = UVICORN
    processes: int = 1
    needs: tuple[str, ...] = ()
    settings: str = "tests.bench.live.served.settings"

    @property
    def lacking(self) -> list[str]:
        """Name the modules that are not installed."""
        return [name for name in self.needs if find_spec(name) is None]


@dataclass(frozen=True, kw_only=True)
class Contender(Program):
    """A program with the path of its stream, and what makes its ``Change`` from Redis's URL."""

    path: str
    to: Callable[[str], Change]


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


BARE = Contender(name="bare", module="bare", path="/", to=to_bare)
WORKSHOP = Program(
    name="workshop",
    module="workshop",
    server=OWN,
    processes=WEB_SERVERS,
    settings="changeprog.settings",
)
HUB = Contender(
    name="hub",
    module="hub",
    server=OWN,
    settings="changeprog.settings",
    path=f"/live/{ROOM}/{KEY}/",
    to=to_hub,
)
CHANNELS = Contender(
    name="channels",
    module="group",
    server=DAPHNE,
    needs=("channels", "channels_redis", "daphne"),
    path="/",
    to=to_group,
)
EVENTS = Contender(
    name="django-eventstream",
    module="events",
    needs=("django_eventstream",),
    path="/events/",
    to=to_events,
)
