"""A mail server that a test tells what to answer."""

from collections.abc import Sequence
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Server(BaseEmailBackend):
    """A mail server that answers as told, message after message, and then takes everything."""

    answers: ClassVar[list[Exception]] = []
    away: ClassVar[OSError | None] = None
    taken: ClassVar[list[str]] = []
    opened: ClassVar[int] = 0
    connected = False

    def open(self) -> bool:
        if self.away:
            raise self.away
        if not self.connected:
            Server.opened += 1
            self.connected = True
        return True

    def close(self) -> None:
        self.connected = False

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if self.answers:
                raise self.answers.pop(0)
            self.taken.append(message.extra_headers["Message-ID"])
        return len(email_messages)
