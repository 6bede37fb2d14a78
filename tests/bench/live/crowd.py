"""A crowd of open pages: many connections to one event stream, in a process of its own.

    python -m tests.bench.live.crowd PORT PATH PATTERN

The first line of its input is a JSON list with a cookie for each connection. PATTERN finds the
number in a message by which changes are told apart, a later one by a higher number; ``tally.AT``
finds the monotonic clock in nanoseconds when the change was committed, and all processes of a
machine read the same clock. The crowd prints a line of JSON when everybody is connected, and
whenever everybody has a change, or a later one in its place. Another line of input makes it forget
what it saw; when the input ends it prints how long each change took to each connection, if its
number was a time.

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
from collections import Counter, defaultdict

from tests.bench.live.figures import percentiles
from tests.bench.live.files import allow_files

AT_ONCE = 50
"""Connections that may be under way at a time."""
FRAMING = 2
"""Most bytes after a message that belong to no message: the end of its chunk."""
LATE = 1000.0
"""Milliseconds after which what everybody sees counts as late."""


class Crowd:
    """Connects, reads, and keeps when each change came to each connection."""

    def __init__(self, port: int, path: str, pattern: str, cookies: list[str]) -> None:
        self._cookies = cookies
        self._size = len(cookies)
        self._address = ("127.0.0.1", port)
        self._path = path
        self._pattern = re.compile(pattern.encode())
        self._begun = 0
        self._connecting: set[int] = set()
        self._sockets: dict[int, socket.socket] = {}
        self._rests: dict[int, bytes] = {}
        self._came: defaultdict[bytes, list[int]] = defaultdict(list)
        """For each change, when it came to one after another."""
        self._newest: dict[int, int] = {}
        """The newest change of each connection."""
        self._at: Counter[int] = Counter()
        """How many have which as their newest change."""
        self._reached = 0
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
        request = (
            f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            f"Cookie: {self._cookies[self._begun]}\r\n\r\n"
        )
        self._begun += 1
        connection = socket.create_connection(self._address, timeout=30)
        connection.sendall(request.encode())
        connection.setblocking(False)
        number = connection.fileno()
        self._sockets[number] = connection
        self._newest[number] = 0
        self._at[0] += 1
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
        for change in self._pattern.findall(whole):
            self._note(number, change, now)
        if whole and number in self._connecting:
            self._is_connected(number)

    def _lose(self, number: int) -> None:
        self._poll.unregister(number)
        self._sockets.pop(number).close()
        self._at[self._newest.pop(number)] -= 1
        self._is_connected(number)

    def _is_connected(self, number: int) -> None:
        if number in self._connecting:
            self._connecting.remove(number)
            if self._begun == self._size and not self._connecting:
                tell(connected=len(self._sockets))

    def _note(self, number: int, change: bytes, now: int) -> None:
        newer, before = int(change), self._newest[number]
        if newer <= before:
            return
        self._came[change].append(now)
        self._newest[number] = newer
        self._at[before] -= 1
        self._at[newer] += 1
        if before == self._reached and not self._at[before]:
            self._at = +self._at
            self._reached = min(self._at)
            if not self._connecting and self._begun == self._size:
                tell(change=self._reached, came=now)

    def seen(self) -> dict[str, float]:
        """Say how long it took until one connection had one change, for all of both."""
        times = [
            (came - int(change)) / 1e6 for change, whens in self._came.items() for came in whens
        ]
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
    port, path, pattern = sys.argv[1:]
    allow_files()
    crowd = Crowd(int(port), path, pattern, json.loads(sys.stdin.readline()))
    crowd.follow()
    tell(**crowd.seen())


if __name__ == "__main__":
    main()
