"""The bytes of an event stream, as the browser's htmx reads them.

A message is unnamed and holds one ``<hx-partial>`` for each region, which htmx morphs into
the element of that name. Everything else is a named event, which htmx hands to the page's
scripts and never swaps. Comments are not used: a script cannot see them, so it could not
tell a silent stream from a dead one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

NEWLINE = re.compile(r"\r\n|\r|\n")
BEAT = b"event: live:beat\ndata:\n\n"
REFUSED = b"event: live:refused\ndata:\n\n"


class Frame(NamedTuple):
    """One rendering of one region: its data lines, and eight bytes that tell it from others."""

    data: bytes
    digest: bytes


def frame(region: str, html: str) -> Frame:
    """Return the frame that replaces one region with this element.

    Nothing may stand between the tags and the element: with ``outerMorph`` htmx would add
    that white space beside the element again at every message.
    """
    partial = f'<hx-partial hx-target="#{region}" hx-swap="outerMorph">{html.strip()}</hx-partial>'
    data = "".join(f"data: {line}\n" for line in NEWLINE.split(partial)).encode()
    return Frame(data, blake2b(data, digest_size=8).digest())


@dataclass(frozen=True)
class Message:
    """Regions that are replaced at once, and the ``mark`` of what is then on the page."""

    frames: Mapping[str, Frame]
    mark: str

    def after(self, older: "Message") -> "Message":
        """Return one message instead of both: of each region only the newest frame."""
        return Message({**older.frames, **self.frames}, self.mark)

    @cached_property
    def data(self) -> bytes:
        """Its bytes, put together once for all who are sent this message; none for no regions."""
        if not self.frames:
            return b""
        name = f"id: {self.mark}\n" if self.mark else ""
        return b"".join(frame.data for frame in self.frames.values()) + name.encode() + b"\n"


def alone(frame: Frame) -> bytes:
    """Return a message that replaces one element and leaves the mark of the room as it was."""
    return frame.data + b"\n"


def mark(frames: Iterable[Frame]) -> str:
    """Return a name for exactly these renderings: 16 characters, the same in every process.

    A connection that comes back with it has them already. A number from the journal could
    not promise that: it may be ahead of the regions drawn so far.
    """
    return blake2b(b"".join(frame.digest for frame in frames), digest_size=8).hexdigest()


def retry(seconds: float) -> bytes:
    """Return the line that says after how many seconds a lost connection is tried again.

    htmx keeps it until the next message with data and heeds it from then on.
    """
    return b"retry: %d\n\n" % round(seconds * 1000)


def farewell(seconds: float) -> bytes:
    """Return the last event of a stream whose server goes: come back after the seconds."""
    return b"event: live:bye\nretry: %d\ndata:\n\n" % round(seconds * 1000)
