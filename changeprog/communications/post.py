"""The way to the mail server: one kept connection, and what its answers mean."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from changeprog.communications.sealing import Sealed

PERMANENT = 500
ELSEWHERE = ("5.3.", "5.4.", "5.5.", "5.6.", "5.7.")
"""Refusals that are about the way, the words or the rules, not about the address (RFC 3463)."""
FAILURES = (SMTPException, OSError, ValueError)


class MailServerAway(Exception):  # noqa: N818 -- a state of the world, told in words
    """No connection to the mail server can be made."""


@dataclass(frozen=True)
class Verdict:
    """What a failure means: ``reason`` for the ledger, and for how long it holds.

    ``for_good`` is a message that is not tried again; ``of_address`` says that no other message
    would reach this address either.
    """

    reason: str
    for_good: bool = False
    of_address: bool = False


class Post:
    """One kept connection; a failure closes it, and the next message opens it again."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect unless connected; raise ``MailServerAway``."""
        try:
            self.connection.open()
        except (SMTPException, OSError) as failure:
            self.close()
            raise MailServerAway(f"No connection to the mail server: {failure}") from failure

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; raise one of ``FAILURES`` and start afresh with the next."""
        try:
            if isinstance(self.connection, EmailBackend) and isinstance(message, Sealed):
                self._speak(self.connection, message)
            else:
                self.connection.send_messages([message])
        except FAILURES:
            self.close()
            raise

    @staticmethod
    def _speak(backend: EmailBackend, message: Sealed) -> None:
        """Say the same to the mail server as Django would, without parsing each address again."""
        server = backend.connection
        assert server is not None  # noqa: S101 -- for the types: it has been opened
        server.ehlo_or_helo_if_needed()
        options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
        server.sendmail(sender(settings.MAIL_FROM), message.envelope, message.source, options)

    def close(self) -> None:
        with suppress(*FAILURES):
            self.connection.close()


@cache
def sender(mail_from: str) -> str:
    """Return the address in ``mail_from``, as the mail server is told it."""
    return sanitize_address(mail_from, "utf-8")


def verdict(failure: Exception) -> Verdict:
    """Return what a failure means for the message and for its address.

    From 500 on the answer is for good (RFC 5321, 4.2.1), and so is a message no server can take.
    """
    answer: bytes | str
    if isinstance(failure, SMTPRecipientsRefused):
        code, answer = next(iter(failure.recipients.values()))
    elif isinstance(failure, SMTPResponseException):
        code, answer = failure.smtp_code, failure.smtp_error
    elif isinstance(failure, ValueError):
        return Verdict(f"This message cannot be sent: {failure}", for_good=True)
    else:
        return Verdict(f"The connection was lost: {failure}")
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    for_good = code >= PERMANENT
    of_us = isinstance(failure, SMTPSenderRefused) or words.startswith(ELSEWHERE)
    reason = f"The mail server said {code} {words}"
    return Verdict(reason, for_good=for_good, of_address=for_good and not of_us)
