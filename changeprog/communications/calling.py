"""One call to an address outside: bounded in time and size, to the address that was judged."""

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from time import perf_counter
from typing import Any

import httpx
from django.utils.timezone import now

from changeprog.accounts.lines import one_line
from changeprog.communications.addresses import Address, Target

CONNECT = 5.0
DEADLINE = 15.0
"""Seconds until the connection stands, and until the whole answer is there."""
ADDRESSES = 3
"""Addresses of one name that are tried."""
READ = 2_000
"""Bytes of the answer that are read; the rest is left."""
SHOWN = 300
"""Characters of it that are kept."""
PLAIN = {"Accept-Encoding": "identity", "Connection": "close"}
"""What goes with every call: nothing packed, and nothing after it."""
AGAIN = frozenset({408, 425, 429})
"""Answers below 500 that ask to be called again later."""


@dataclass(frozen=True)
class Answer:
    """What came back: an HTTP ``code``, or 0 and in ``words`` why there was none.

    ``wait`` is how long the other side asks to be left alone. Where there was no answer, that may
    be ``for_good``.
    """

    code: int
    words: str
    milliseconds: int = 0
    wait: timedelta = timedelta()
    for_good: bool = False

    @property
    def is_taken(self) -> bool:
        return 200 <= self.code < 300  # noqa: PLR2004 -- RFC 9110, 15.3

    @property
    def may_come_right(self) -> bool:
        """Whether another attempt later may be taken."""
        if self.code == 0:
            return not self.for_good
        return self.code in AGAIN or self.code >= 500  # noqa: PLR2004 -- 15.6

    @property
    def reason(self) -> str:
        """Why it was not taken, in words."""
        if not self.code:
            return self.words
        if 300 <= self.code < 400:  # noqa: PLR2004 -- 15.4
            return f"It answered {self.code} and leads elsewhere, where nobody follows"
        return f"It answered {self.code}"

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        kept = {"code": self.code, "words": self.words, "milliseconds": self.milliseconds}
        return {"at": now().isoformat(), **kept}


def post(target: Target, body: bytes, headers: dict[str, str]) -> Answer:
    """Post ``body`` to the ``target`` and return its answer; whatever goes wrong is one.

    The call has a thread of its own, as whoever asks may be in a loop already.
    """
    began = perf_counter()
    call = _in_time(target, body, headers)
    try:
        with ThreadPoolExecutor(1) as aside:
            answer = aside.submit(asyncio.run, call).result()
    except TimeoutError:
        answer = Answer(0, f"No answer within {DEADLINE:.0f} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as failure:
        answer = Answer(0, _told(failure))
    return replace(answer, milliseconds=round((perf_counter() - began) * 1000))


async def _in_time(target: Target, body: bytes, headers: dict[str, str]) -> Answer:
    async with asyncio.timeout(DEADLINE):
        return await _anywhere(target, body, headers)


async def _anywhere(target: Target, body: bytes, headers: dict[str, str]) -> Answer:
    """Call the first address that lets itself be connected to."""
    *others, last = target.addresses[:ADDRESSES]
    for address in others:
        try:
            return await _once(target, address, body, headers)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    return await _once(target, last, body, headers)


async def _once(target: Target, address: Address, body: bytes, headers: dict[str, str]) -> Answer:
    """Call ``address`` itself, and hold whoever answers to the certificate of the host."""
    path = target.path.encode()
    url = httpx.URL(scheme=target.scheme, host=str(address), port=target.port, raw_path=path)
    client = httpx.AsyncClient(
        verify=ssl.create_default_context(),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(DEADLINE, connect=CONNECT),
    )
    async with (
        client,
        client.stream(
            "POST",
            url,
            content=body,
            headers={**headers, **PLAIN, "Host": target.name},
            extensions={"sni_hostname": target.host},
        ) as response,
    ):
        return Answer(response.status_code, await _beginning(response), 0, _wait(response))


async def _beginning(response: httpx.Response) -> str:
    """Return how the answer begins, as one line; what is packed stays packed."""
    read = b""
    async for part in response.aiter_raw():
        read += part
        if len(read) >= READ:
            break
    if response.headers.get("Content-Encoding"):
        return ""
    return one_line(read[:READ].decode(errors="replace").replace("\0", ""))[:SHOWN]


def _wait(response: httpx.Response) -> timedelta:
    """Return how long the other side asks to be left alone, if it says so in seconds."""
    asked = response.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(asked), 3600) if asked.isascii() and asked.isdigit() else 0)


def _told(failure: Exception) -> str:
    """Return why there was no answer, in words."""
    if isinstance(failure, httpx.TimeoutException):
        return "No answer in time"
    return one_line(f"No answer: {failure or type(failure).__name__}")[:SHOWN]
