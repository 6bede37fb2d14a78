"""Editions that come by another way than mail: into people's inboxes, and to a webhook."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice

import structlog
from django.db import transaction

from changeprog.communications import notices
from changeprog.communications.delivering import NOTHING, Desk
from changeprog.communications.models import Delivery, Edition
from changeprog.communications.models.terms import Channel

log = structlog.get_logger(__name__)

KIND = "edition"
BATCH = 100
BY_INBOX = {"edition__procedure__channel": Channel.INBOX}


Owe = Callable[[Edition], None]
_takers: list[Owe] = []


def register(owe: Owe) -> None:
    """Say who takes an edition to the webhook of its procedure; called in a transaction."""
    if owe not in _takers:
        _takers.append(owe)


def hand_out(at: datetime) -> None:
    """Put into inboxes, and owe to webhooks, what is due at the moment ``at``."""
    into_inboxes(at)
    to_webhooks(at)


def into_inboxes(at: datetime) -> None:
    """Tell every reader whose hour has struck; who would be told nothing is told nothing."""
    rows = Delivery.objects.filter(**BY_INBOX).defer("source").select_related("person__programme")
    editions = rows.prefetch_related("edition__procedure__programme", "edition__word_by")
    desk, waiting = Desk(), iter(Delivery.objects.filter(**BY_INBOX).due(at))
    while keys := list(islice(waiting, BATCH)):
        batch = list(editions.filter(pk__in=keys).order_by("edition", "pk"))
        desk.prepare(batch)
        for delivery in batch:
            put(delivery, desk)


@transaction.atomic
def put(delivery: Delivery, desk: Desk) -> None:
    """Put one edition into one inbox, once; the message that a mail would be is kept with it."""
    message = desk.write(delivery)
    if message is None:
        delivery.suppress(NOTHING)
    elif delivery.claim(message.source):
        edition, procedure = delivery.edition, delivery.edition.procedure
        notices.tell(
            delivery.person,
            KIND,
            str(edition.pk),
            text=str(edition),
            path=edition.get_absolute_url(),
            thing=f"procedure/{procedure.pk}",
            mailed=False,
        )
        delivery.sent()


def to_webhooks(at: datetime) -> None:
    """Owe every approved edition whose hour has struck to the webhook of its procedure."""
    known = Edition.objects.filter(
        status=Edition.Status.APPROVED, handed_over_at=None, procedure__channel=Channel.WEBHOOK
    )
    for edition in known.with_names():
        procedure = edition.procedure
        is_due = (procedure.is_at_once and edition.not_before is None) or edition.strikes_at <= at
        if procedure.webhook_id and is_due:
            owe(edition, at)


@transaction.atomic
def owe(edition: Edition, at: datetime) -> None:
    """Owe one edition, once."""
    untaken = Edition.objects.filter(pk=edition.pk, handed_over_at=None)
    own = untaken.filter(status=Edition.Status.APPROVED)
    if _takers and own.update(handed_over_at=at):
        for taker in _takers:
            taker(edition)
