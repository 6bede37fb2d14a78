"""Voters: many people who each send one form, at moments of their own, in a process of its own.

    python -m tests.bench.live.voters PORT SECONDS

Its input is a JSON list of requests: ``path``, ``session`` and ``body``. It sends each at a moment
that is spread evenly over the seconds, on a connection of its own as a phone's would be, and
prints one JSON list with, for each: when it was sent (nanoseconds of the monotonic clock), after
how many milliseconds it was answered, and with what status (0 for no answer).
"""

import asyncio
import json
import sys
import time
from typing import Any

from tests.bench.live.files import allow_files

TOKEN = "benchmark".ljust(32, "0")
"""Both the cookie and the header that Django compares; 32 letters and digits."""
PATIENCE = 20.0
"""Seconds after which no answer will come."""


def request(path: str, session: str, body: str) -> bytes:
    """Return the request as htmx sends a form."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: sessionid={session}; csrftoken={TOKEN}",
        f"X-CSRFToken: {TOKEN}",
        "HX-Request: true",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def vote(port: int, after: float, form: bytes) -> tuple[int, float, int]:
    """Send one form after so many seconds; return when, how long it took, and the status."""
    await asyncio.sleep(after)
    sent = time.monotonic_ns()
    try:
        async with asyncio.timeout(PATIENCE):
            status = await answer(port, form)
    except (OSError, TimeoutError, ValueError, IndexError):
        status = 0
    return sent, (time.monotonic_ns() - sent) / 1e6, status


async def answer(port: int, form: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(form)
        return int((await reader.read()).split(b" ", 2)[1])
    finally:
        writer.close()


async def vote_all(port: int, seconds: float, asked: list[Any]) -> list[tuple[int, float, int]]:
    apart = seconds / len(asked)
    votes = (vote(port, number * apart, request(**fields)) for number, fields in enumerate(asked))
    return await asyncio.gather(*votes)


def main() -> None:
    allow_files()
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    sent = asyncio.run(vote_all(port, seconds, json.load(sys.stdin)))
    sys.stdout.write(json.dumps(sent))


if __name__ == "__main__":
    main()
