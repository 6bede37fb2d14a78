"""A mail server on this machine, in a process of its own: takes everything and keeps nothing.

``python -m tests.post_office`` prints its port and ends when its standard input does.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from aiosmtpd.smtp import SMTP

ROOT = Path(__file__).parents[1]


class Taker:
    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        return "250 Taken"


@contextmanager
def post_office() -> Iterator[int]:
    """Run the mail server meanwhile; yields its port."""
    command = [sys.executable, "-m", "tests.post_office"]
    with Popen(command, stdin=PIPE, stdout=PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker()), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
