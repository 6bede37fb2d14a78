"""Delivering what is due: one claim, one message, one word about what became of it.

Nothing is sent inside a transaction. What is due is asked from the database each time, so a task
that was lost delays and never loses; the rule for a worker killed in mid-delivery stands at
``Posting``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from time import sleep
from typing import TYPE_CHECKING, TypeAlias

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils.timezone import now

from changeprog.communications.letter import Press, personal_for
from changeprog.communications.models import Delivery
from changeprog.communications.models.posting import AnyPosting, Posting, PostingQuerySet
from changeprog.communications.models.terms import Channel
from changeprog.communications.post import FAILURES, MailServerAway, Post, verdict
from changeprog.communications.sealing import Sealed

if TYPE_CHECKING:
    from changeprog.communications.digest import Passage

log = structlog.get_logger(__name__)

BATCH = 250
AHEAD = 20
"""Messages written before the first of them leaves, so that none is while another is in doubt."""
AWAY = timedelta(minutes=5)
PATIENCE = (0, 1, 2, 4, 8)
"""Seconds between the attempts to record what the mail server took, the database being away."""
NOTHING = "Nothing to tell"
NOT_WRITTEN = "The message could not be written; the log says why"
Writer: TypeAlias = Callable[[AnyPosting], Sealed | None]
"""Puts a message together, or says with ``None`` that there is nothing to tell."""


class Desk:
    """Where deliveries are written: what is told to one person alone is asked for a batch."""

    def __init__(self) -> None:
        self.press = Press()
        self.personal: dict[int, list[Passage]] = {}

    def prepare(self, batch: Sequence[Delivery]) -> None:
        """Find out what there is to tell each of the readers alone."""
        self.personal = {}
        for edition, deliveries in groupby(batch, attrgetter("edition")):
            of_one = list(deliveries)
            told = personal_for(edition, [delivery.person for delivery in of_one])
            self.personal |= {each.pk: told[each.person_id] for each in of_one}

    def write(self, delivery: Delivery) -> Sealed | None:
        """Return the message of this delivery, or ``None`` when it would be empty."""
        return self.press.seal(delivery, self.personal[delivery.pk])


class Courier:
    """Takes messages to the post, one by one.

    That the mail server took one is recorded in the same commit in which the next is claimed, and
    nothing else happens in between.
    """

    def __init__(self, post: Post) -> None:
        self.post = post
        self.taken: Posting | None = None

    def carry(self, posting: Posting, message: Sealed) -> None:
        """Claim and send one message; another worker's claim, or a pause meanwhile, stops it."""
        self.post.open()
        subject = str(message.subject)
        mine = posting.claim(message.source, subject=subject, after=self.taken)
        self.taken = None
        if mine:
            self._hand_over(posting, message)

    def _hand_over(self, posting: Posting, message: Sealed) -> None:
        try:
            self.post.send(message)
        except FAILURES as failure:
            posting.not_taken(verdict(failure))
        else:
            self.taken = posting

    def record(self) -> None:
        """Record what the mail server took last, also when the database was away meanwhile."""
        for wait in PATIENCE:
            with suppress(OperationalError, InterfaceError):
                return self._record()
            sleep(wait)
            connection.close_if_unusable_or_obsolete()
        return self._record()

    def _record(self) -> None:
        if self.taken:
            self.taken.sent()
            self.taken = None


def deliver_due() -> None:
    """Send every delivery whose reader's hour has struck."""
    Delivery.objects.drop_unwanted(now())
    by_mail = Delivery.objects.filter(edition__procedure__channel=Channel.MAIL)
    ledger = by_mail.defer("source").select_related("person__programme")
    editions = ledger.prefetch_related("edition__procedure__programme", "edition__word_by")
    desk = Desk()
    send_all(editions.order_by("edition", "pk"), by_mail.due(now()), desk.write, desk.prepare)


def send_all(
    rows: PostingQuerySet[AnyPosting],
    waiting: Sequence[int],
    write: Writer[AnyPosting],
    prepare: Callable[[Sequence[AnyPosting]], None] = lambda _: None,
) -> None:
    """Send the ``waiting`` among ``rows``; put all off when no mail server answers.

    ``prepare`` is shown each batch before its first message is written. What was stopped, or sent
    by somebody else, since it was found waiting is not written.
    """
    with Post() as post:
        for place in range(0, len(waiting), BATCH):
            batch = list(rows.ready(now()).filter(pk__in=waiting[place : place + BATCH]))
            prepare(batch)
            try:
                for start in range(0, len(batch), AHEAD):
                    send(batch[start : start + AHEAD], write, post)
            except MailServerAway as away:
                log.warning("mail_server.away", waiting=len(waiting) - place, reason=str(away))
                rest = rows.filter(pk__in=waiting[place:], state=Posting.State.DUE).order_by()
                rest.put_off(str(away), AWAY)
                return


def send(postings: Sequence[AnyPosting], write: Writer[AnyPosting], post: Post) -> None:
    """Write these messages, and then claim and send one after the other."""
    courier = Courier(post)
    try:
        for posting, message in list(written(postings, write)):
            courier.carry(posting, message)
    finally:
        courier.record()


def written(
    postings: Iterable[AnyPosting], write: Writer[AnyPosting]
) -> Iterator[tuple[AnyPosting, Sealed]]:
    """Yield each posting with its message; one that cannot be written holds up no other."""
    for posting in postings:
        try:
            message = write(posting)
        except Exception:
            log.exception("posting.not_written", kind=type(posting).__name__, posting=posting.pk)
            if posting.claim(b""):
                posting.put_off(NOT_WRITTEN)
            continue
        if message is None:
            posting.suppress(NOTHING)
        else:
            yield posting, message
