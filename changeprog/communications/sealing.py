"""Messages put together once: what is kept is what is sent.

What many people get alike is encoded once, as a ``Plate``, and each message is printed from it.
"""

import re
from collections.abc import Iterable, Mapping
from email import message_from_bytes
from email.policy import compat32
from email.utils import formatdate, parseaddr
from functools import cached_property
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import forbid_multi_line_headers, sanitize_address

CRLF = b"\r\n"
LINE = 78
"""Characters; a longer header is folded (RFC 5322, 2.1.1)."""
LONGEST = 998
"""Bytes that a line may have at all."""
OWN = ("Message-ID", "List-Unsubscribe")
"""The headers that no two messages share, beside the address and the date."""


class Sealed(EmailMultiAlternatives):
    """A message to one person that is put together once, so that what is kept is what is sent."""

    @cached_property
    def source(self) -> bytes:
        """The message as the mail server gets it."""
        made: Any = super().message()
        return bytes(made.as_bytes(linesep="\r\n"))

    @property
    def metadata(self) -> dict[str, str]:
        """What a provider gives back with its reports, should it have Message-IDs of its own."""
        return {"message_id": self.extra_headers.get("Message-ID", "").strip("<>")}

    @property
    def own_headers(self) -> dict[str, str]:
        """The headers that this message shares with no other."""
        given = {name: self.extra_headers[name] for name in OWN if name in self.extra_headers}
        return {"To": ", ".join(self.to), "Date": formatdate(), **given}

    @property
    def envelope(self) -> list[str]:
        """The address it goes to, as the mail server is told it."""
        return [sanitize_address(("", parseaddr(each)[1]), "utf-8") for each in self.to]

    def message(self, **options: Any) -> Any:
        """Return what a mail backend asks for the bytes: always the same."""
        return Source(self.source)


class Source:
    """The bytes of a message, in the place of what Django would build them from."""

    def __init__(self, source: bytes) -> None:
        self.source = source

    def as_bytes(self, *, linesep: str = "\n", **options: Any) -> bytes:
        """Return the message; ``linesep`` ends its lines."""
        return self.source.replace(CRLF, linesep.encode()) if linesep != "\r\n" else self.source

    def __getattr__(self, name: str) -> Any:
        """Be the parsed message in everything else."""
        return getattr(message_from_bytes(self.source), name)


class Plate:
    """A message with marks in it, encoded once; each person's own words take the marks' places.

    The body is encoded in eight bits, so that words can be put into it as they are. Where a line
    is too long for that, ``None`` is printed, and the message has to be put together by itself.
    """

    def __init__(self, model: Sealed, marks: Iterable[str]) -> None:
        head, _, body = model.source.partition(CRLF + CRLF)
        headers = re.split(rb"\r\n(?![ \t])", head)
        own = tuple(f"{name}:".encode() for name in model.own_headers)
        self.head = CRLF.join(each for each in headers if not each.startswith(own))
        self.marks = re.compile(b"(%s)" % b"|".join(re.escape(mark.encode()) for mark in marks))
        self.body = self.marks.split(body)
        marked = [len(line) for line in body.split(CRLF) if self.marks.search(line)]
        self.room = LONGEST - max(marked, default=0)
        if b"Content-Transfer-Encoding: quoted-printable" in body:
            self.room = 0

    def printed(self, headers: Mapping[str, str], words: Mapping[str, str]) -> bytes | None:
        """Return the message with these ``headers`` of its own and ``words`` by their marks."""
        put = {mark.encode(): word.encode() for mark, word in words.items()}
        if sum(map(len, put.values())) > self.room:
            return None
        own = [header(name, value) for name, value in headers.items()]
        body = [put.get(piece, piece) for piece in self.body]
        return b"".join([*own, self.head, CRLF, CRLF, *body])


def header(name: str, value: str) -> bytes:
    """Return a header as the standard library would write it.

    Raises ``BadHeaderError``, a ``ValueError``, for one of several lines.
    """
    name, value = forbid_multi_line_headers(name, value, "utf-8")
    if len(name) + 2 + len(value) <= LINE:
        return f"{name}: {value}\r\n".encode("ascii")
    return compat32.fold(name, value).replace("\n", "\r\n").encode("ascii")
