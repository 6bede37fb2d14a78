"""A real server over loopback, told to stop while somebody follows."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.addresses import free_port
from tests.live.browserless import parse
from tests.live.house import KEY
from tests.live.site import wait_until
from tests.live.valkey import Valkey


@pytest.fixture
def server(valkey: Valkey) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.live.served:application"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "warning"],
        env={
            **os.environ,
            "LIVE_REDIS_URL": valkey.url,
            "DJANGO_SETTINGS_MODULE": "changeprog.settings",
        },
    )
    url = f"http://127.0.0.1:{port}/live/house/{KEY}/"
    wait_until(lambda: answers(url), 20)
    yield process, url
    process.kill()
    process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 403
    except httpx.TransportError:
        return False


def test_a_server_told_to_stop_ends_its_streams_within_five_seconds(
    server: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, url = server
    with httpx.stream("GET", url, cookies={"who": "ann"}, timeout=10) as response:
        events = spoken(response)
        assert next(events).startswith("retry: ")
        assert 'hx-target="#won"' in next(events)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        farewell = parse(next(events))
        assert farewell
        assert farewell.name == "live:bye"
        assert farewell.retry
        assert list(events) == []

    process.wait(5)
    assert time.monotonic() - began < 5


def spoken(response: httpx.Response) -> Iterator[str]:
    """Yield the events of a stream as text."""
    kept = ""
    for text in response.iter_text():
        *whole, kept = (kept + text).split("\n\n")
        yield from whole
