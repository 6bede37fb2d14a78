"""A crowd of open pages: many connections to one event stream, in a process of its own.

    python -m tests.bench.live.crowd PORT PATH COOKIE CONNECTIONS

Every message they wait for holds ``at="<number>"``, the monotonic clock in nanoseconds when its
change was committed; all processes of a machine read the same clock. The crowd prints a line of
JSON when everybody is connected and for each change that has reached everybody. A line on its
input makes it forget what it saw; when the input ends it prints what it saw in all.

It reads its sockets without a loop or streams between: 3,000 more comfortable readers would be
slower than the server that is measured.
"""

import gc
import json
import re
import select
import socket
import sys
import time
from collections import defaultdict
from itertools import chain

from tests.bench.live.figures import percentiles
from tests.bench.live.files import allow_files

AT = re.compile(rb'at="(\d+)"')
AT_ONCE = 50
"""Connections that may be under way at a time."""
FRAMING = 2
"""Most bytes after a message that belong to no message: the end of its chunk."""
LATE = 1000.0
"""Milliseconds after which what everybody sees counts as late."""


class Crowd:
    """Connects, reads, and keeps when each change came to each connection."""

    def __init__(self, port: int, path: str, cookie: str, size: int) -> None:
        self._size = size
        self._address = ("127.0.0.1", port)
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            f"Cookie: {cookie}\r\n\r\n"
        ).encode()
        self._lost = self._begun = 0
        self._connecting: set[int] = set()
        self._sockets: dict[int, socket.socket] = {}
        self._rests: dict[int, bytes] = {}
        self._came: defaultdict[bytes, list[float]] = defaultdict(list)
        """For each change, after how many milliseconds it came to one after another."""
        self._poll = select.epoll()

    def follow(self) -> None:
        """Read until the input ends."""
        orders = sys.stdin.fileno()
        self._poll.register(orders, select.EPOLLIN)
        while True:
            while self._begun < self._size and len(self._connecting) < AT_ONCE:
                self._connect()
            for number, _ in self._poll.poll():
                if number != orders:
                    self._read(number)
                elif sys.stdin.readline():
                    self._came.clear()
                else:
                    return

    def _connect(self) -> None:
        self._begun += 1
        connection = socket.create_connection(self._address, timeout=30)
        connection.sendall(self._request)
        connection.setblocking(False)
        number = connection.fileno()
        self._sockets[number] = connection
        self._connecting.add(number)
        self._poll.register(number, select.EPOLLIN)

    def _read(self, number: int) -> None:
        try:
            data = self._sockets[number].recv(65536)
        except ConnectionError:
            data = b""
        now = time.monotonic_ns()
        if not data:
            self._lose(number)
            return
        whole, _, rest = (self._rests.pop(number, b"") + data).rpartition(b"\n\n")
        if len(rest) > FRAMING:
            self._rests[number] = rest
        for stamp in AT.findall(whole):
            self._note(stamp, now)
        if whole and number in self._connecting:
            self._is_connected(number)

    def _lose(self, number: int) -> None:
        self._poll.unregister(number)
        self._sockets.pop(number).close()
        self._lost += 1
        self._is_connected(number)

    def _is_connected(self, number: int) -> None:
        if number in self._connecting:
            self._connecting.remove(number)
            if self._begun == self._size and not self._connecting:
                tell(connected=len(self._sockets))

    def _note(self, stamp: bytes, now: int) -> None:
        if committed := int(stamp):
            times = self._came[stamp]
            times.append((now - committed) / 1e6)
            if len(times) == len(self._sockets):
                tell(at=committed, last_ms=times[-1])

    def seen(self) -> dict[str, float]:
        """Say how long it took until one connection had one change, for all of both."""
        times = list(chain.from_iterable(self._came.values()))
        return {
            **percentiles(times, "each_"),
            "worst_ms": round(max(times, default=0.0), 1),
            "late": sum(took > LATE for took in times),
            "missed": len(self._came) * self._size - len(times),
        }


def tell(**words: float) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main() -> None:
    gc.disable()
    port, path, cookie, size = sys.argv[1:]
    allow_files()
    crowd = Crowd(int(port), path, cookie, int(size))
    crowd.follow()
    tell(**crowd.seen())


if __name__ == "__main__":
    main()
