"""Delivering what is due: one claim, one message, one word about what became of it.

Nothing is sent inside a transaction. What is due is asked from the database each time, so a task
that was lost delays and never loses; the rule for a worker killed in mid-delivery stands at
``Posting``.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

import structlog
from django.core.mail import EmailMessage, get_connection
from django.utils.timezone import now

from changeprog.communications import digest
from changeprog.communications.letter import Press, Sealed, seal
from changeprog.communications.models import Delivery
from changeprog.communications.models.posting import AnyPosting, Posting, PostingQuerySet

if TYPE_CHECKING:
    from changeprog.communications.digest import Passage

log = structlog.get_logger(__name__)

BATCH = 100
PERMANENT = 500
AWAY = timedelta(minutes=5)
NOTHING = "Nothing to tell"
NOT_WRITTEN = "The message could not be written; the log says why"
FAILURES = (SMTPException, OSError, ValueError)
Writer: TypeAlias = Callable[[AnyPosting], Sealed | None]
"""Puts a message together, or says with ``None`` that there is nothing to tell."""


class MailServerAway(Exception):  # noqa: N818 -- a state of the world, told in words
    """No connection to the mail server can be made."""


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
            self.connection.send_messages([message])
        except FAILURES:
            self.close()
            raise

    def close(self) -> None:
        with suppress(*FAILURES):
            self.connection.close()


class Desk:
    """Where deliveries are written: what is told to one person alone is asked for a batch."""

    def __init__(self) -> None:
        self.press = Press()
        self.personal: dict[int, list[Passage]] = {}

    def prepare(self, batch: Sequence[Delivery]) -> None:
        """Find out what there is to tell each of the readers alone."""
        self.personal = digest.compose_for_each([delivery.person for delivery in batch])

    def write(self, delivery: Delivery) -> Sealed | None:
        """Return the message of this delivery, or ``None`` when it would be empty."""
        person = delivery.person
        letter = self.press.write(delivery.edition, person, self.personal[person.pk])
        return seal(letter, delivery) if letter else None


def deliver_due() -> None:
    """Send every delivery whose reader's hour has struck."""
    Delivery.objects.drop_unwanted(now())
    ledger = Delivery.objects.defer("source").select_related("person__programme")
    editions = ledger.prefetch_related("edition__procedure__programme", "edition__word_by")
    desk = Desk()
    send_all(
        editions.order_by("edition", "pk"), Delivery.objects.due(now()), desk.write, desk.prepare
    )


def send_all(
    rows: PostingQuerySet[AnyPosting],
    waiting: Sequence[int],
    write: Writer[AnyPosting],
    prepare: Callable[[Sequence[AnyPosting]], None] = lambda _: None,
) -> None:
    """Send the ``waiting`` among ``rows``; put all off when no mail server answers.

    ``prepare`` is shown each batch before its first message is written.
    """
    with Post() as post:
        for place in range(0, len(waiting), BATCH):
            try:
                batch = list(rows.filter(pk__in=waiting[place : place + BATCH]))
                prepare(batch)
                for posting in batch:
                    send(posting, write, post)
            except MailServerAway as away:
                log.warning("mail_server.away", waiting=len(waiting) - place, reason=str(away))
                rest = rows.filter(pk__in=waiting[place:], state=Posting.State.DUE).order_by()
                rest.put_off(str(away), AWAY)
                return


def send(posting: AnyPosting, write: Writer[AnyPosting], post: Post) -> None:
    """Write, claim and send one message; another worker's claim, or a pause meanwhile, stops it."""
    try:
        message = write(posting)
    except Exception:
        log.exception("posting.not_written", kind=type(posting).__name__, posting=posting.pk)
        if posting.claim(b""):
            posting.put_off(NOT_WRITTEN)
        return
    if message is None:
        posting.suppress(NOTHING)
        return
    post.open()
    if posting.claim(message.source):
        hand_over(posting, message, post)


def hand_over(posting: Posting, message: Sealed, post: Post) -> None:
    """Send a claimed message and record what became of it."""
    try:
        post.send(message)
    except FAILURES as failure:
        code, reason = verdict(failure)
        if code >= PERMANENT:
            posting.refused(reason)
        else:
            posting.put_off(reason)
    else:
        posting.sent()


def verdict(failure: Exception) -> tuple[int, str]:
    """Return the mail server's code, or 0 for a lost connection, and the reason for the ledger.

    From 500 on the answer is for good (RFC 5321, 4.2.1), and so is a message no server can take.
    """
    answer: bytes | str
    if isinstance(failure, SMTPRecipientsRefused):
        code, answer = next(iter(failure.recipients.values()))
    elif isinstance(failure, SMTPResponseException):
        code, answer = failure.smtp_code, failure.smtp_error
    elif isinstance(failure, ValueError):
        return PERMANENT, f"This message cannot be sent: {failure}"
    else:
        return 0, f"The connection was lost: {failure}"
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return code, f"The mail server said {code} {words}"
