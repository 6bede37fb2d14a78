"""A mail server that keeps what it is handed, as it came in."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from html import unescape
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.engines.deadline import wait_until


class Mail:
    """One message to one address."""

    def __init__(self, to: str, source: bytes) -> None:
        self.to = to
        self.source = source
        self.message = message_from_bytes(source, policy=policy.default)

    def part(self, kind: str) -> str:
        """Return the "plain" or "html" part, its lines ended as in Python."""
        part = self.message.get_body((kind,))
        assert part
        return str(part.get_content()).replace("\r\n", "\n")

    def link(self, path: str) -> str:
        """Return the one address in the plain text that has ``path`` in it."""
        (link,) = set(re.findall(rf"https?://\S*{path}\S*", self.part("plain")))
        return str(link)

    def words(self) -> str:
        """Return what a reader of the HTML part reads."""
        body = self.part("html").partition("<body")[2]
        return " ".join(unescape(re.sub("<[^>]*>", " ", body)).split())


class Mailbox:
    """All mail that has come in, for everybody."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message for each of its recipients; aiosmtpd calls this."""
        assert isinstance(envelope.content, bytes)
        self.mails += [Mail(to, envelope.content) for to in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str, subject: str) -> list[Mail]:
        """Return the mails to ``address`` with these words in the subject."""
        return [m for m in self.mails if m.to == address and subject in m.message["Subject"]]

    def wait_for(self, address: str, subject: str) -> Mail:
        """Return the first of them as soon as it is there."""
        wait_until(lambda: self.to(address, subject), f"mail {subject!r} comes to {address}", 120)
        return self.to(address, subject)[0]


@contextmanager
def mail_server(port: int) -> Iterator[Mailbox]:
    """Run a mail server on this machine's ``port``."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
