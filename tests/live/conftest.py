"""A house, its stream, a Valkey of this folder's own, and a loop in a thread for what is async.

The loop has its own thread because Playwright keeps one running in the tests' thread.
"""

import asyncio
import inspect
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest

from changeprog.live import rooms
from changeprog.live.announce import Announcer
from changeprog.live.hub import Hub
from changeprog.live.pace import Pace
from changeprog.live.stream import Stream
from tests.live.browserless import Follower
from tests.live.house import KEY, House
from tests.live.valkey import Valkey

COOKIE = "who"
QUICK = Pace(
    rendering=0.03, beat=0.4, look=0.1, repair=60, block=0.1, overdue=1.5, jitter=0.02, retry=0.5
)
PATIENCE = 30

Follow = Callable[..., Follower]
Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine on the loop of its fixtures."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    run = cast("Run", pyfuncitem.funcargs["run"])
    run(pyfuncitem.obj(**arguments))
    return True


@pytest.fixture
def run() -> Iterator[Run]:
    """Return a function that runs a coroutine on the loop and returns its result."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        server = Valkey(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def house(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> House:
    """The only room there is, open to "ann" and "ben" (members) and "fay" (facilitator)."""
    monkeypatch.setattr(rooms, "_rooms", {})
    house = House(Announcer(valkey.url, patience=1, rest=0.2))
    house.invite("ann")
    house.invite("ben")
    house.invite("fay", "facilitator")
    rooms.register(house.room())
    return house


@pytest.fixture
def pace() -> Pace:
    return QUICK


@pytest.fixture
def hub(valkey: Valkey, pace: Pace, run: Run) -> Iterator[Hub]:
    hub: Hub = run(_listening(valkey.url, pace))
    yield hub
    run(hub.stop())


async def _listening(redis_url: str, pace: Pace) -> Hub:
    hub = Hub(redis_url, pace)
    await hub.start()
    await hub.hearing()
    return hub


@pytest.fixture
def stream(hub: Hub) -> Stream:
    return Stream(hub, cookie=COOKIE, limit=5)


@pytest.fixture
def follow(stream: Stream, house: House) -> Follow:
    """Return a function that opens the house's stream as somebody."""

    def follow_as(session_key: str, **headers: str) -> Follower:
        path = f"/live/{house.name}/{KEY}/"
        return Follower(stream, path, cookie=f"theme=dark; {COOKIE}={session_key}", **headers)

    return follow_as
