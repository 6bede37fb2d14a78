"""Telling webhooks: what is owed to them, how it is signed, and what an answer means.

The signature is that of Standard Webhooks (standardwebhooks.com), which many languages have a
library for: HMAC-SHA256 over the delivery's id, the moment of sending and the body.
"""

import hmac
from base64 import b64encode
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.timezone import now

from changeprog.celery import hint
from changeprog.communications import calling, notices, webhook_words
from changeprog.communications.addresses import Refused, Unresolved, resolve
from changeprog.communications.calling import Answer
from changeprog.communications.models import Edition, Webhook, WebhookDelivery
from changeprog.communications.models.posting import State
from changeprog.programme import journal
from changeprog.programme.models import Event, Person, Visibility

log = structlog.get_logger(__name__)

NOTHING = "Nothing to tell that everybody may read"
NOT_WRITTEN = "It could not be written; the log says why"
ANSWERED = "webhook.answered"
"""Makes the pages of webhooks stale; it is no event."""
FAILED = "webhook.failed"
PREFIX = "whsec_"
"""What the secret of a webhook begins with wherever it is written down."""


def owe(edition: Edition) -> None:
    """Owe an approved ``edition`` to the webhook of its procedure, once."""
    webhook = edition.procedure.webhook
    if webhook and WebhookDelivery.owe(webhook, edition):
        ask_for_sending()


def ask_for_sending() -> None:
    """After commit, ask a worker to see to what is owed."""
    hint("changeprog.communications.tasks.send_webhooks")


def send_due() -> None:
    """Send every delivery whose moment has come; one that cannot be written holds up no other."""
    WebhookDelivery.objects.drop_unwanted(now())
    rows = WebhookDelivery.objects.with_names()
    for pk in WebhookDelivery.objects.due(now()):
        delivery = rows.filter(pk=pk).first()
        if delivery:
            send(delivery)


def send(delivery: WebhookDelivery) -> None:
    """Write, claim and send one delivery, and record how it was answered."""
    try:
        written = webhook_words.body(delivery)
    except Exception:
        log.exception("webhook.not_written", delivery=delivery.pk)
        if delivery.claim(""):
            delivery.put_off(Answer(0, NOT_WRITTEN).as_json(), NOT_WRITTEN)
        return
    if written is None:
        delivery.suppress(NOTHING)
    elif delivery.claim(written):
        record(delivery, call(delivery, written))


def call(delivery: WebhookDelivery, written: str) -> Answer:
    """Send ``written`` and return the answer; nothing is sent to an address that is refused."""
    try:
        target = resolve(delivery.webhook.url)
    except Unresolved as failure:
        return Answer(0, str(failure))
    except Refused as refusal:
        return Answer(0, str(refusal), for_good=True)
    content = written.encode()
    return calling.post(target, content, headers(delivery, content, now()))


def headers(delivery: WebhookDelivery, content: bytes, at: datetime) -> dict[str, str]:
    """Return what goes along with ``content``: the id is the same for every attempt."""
    name, moment = str(delivery.key), str(int(at.timestamp()))
    common = {
        "Content-Type": "application/json",
        "User-Agent": "Changeprog",
        "Webhook-Id": name,
        "Webhook-Timestamp": moment,
    }
    if not delivery.webhook.signs:
        return common
    return common | {"Webhook-Signature": signature(delivery.webhook.secret, name, moment, content)}


def signature(secret: bytes, name: str, moment: str, content: bytes) -> str:
    """Return the signature of the delivery ``name``, sent at ``moment`` (seconds since 1970)."""
    signed = f"{name}.{moment}.".encode() + content
    return "v1," + b64encode(hmac.digest(secret, signed, sha256)).decode()


def shown_secret(webhook: Webhook) -> str:
    """Return the webhook's secret as it is given to the other side."""
    return PREFIX + b64encode(webhook.secret).decode()


@transaction.atomic
def record(delivery: WebhookDelivery, answer: Answer) -> None:
    """Record what an answer means: taken, to be tried again, or failed, which champions hear of."""
    kept = answer.as_json()
    if answer.is_taken:
        delivery.sent(kept)
    elif answer.may_come_right:
        delivery.put_off(kept, answer.reason, answer.wait)
    else:
        delivery.failed(kept, answer.reason)
    if delivery.state == State.FAILED and not delivery.is_test:
        _tell_of_failure(delivery)
    key = delivery.webhook.programme.key
    transaction.on_commit(partial(journal.tell, key, ANSWERED))


def _tell_of_failure(delivery: WebhookDelivery) -> None:
    """Tell every champion that an edition has not arrived."""
    webhook = delivery.webhook
    Event.record(
        webhook.programme,
        FAILED,
        by=None,
        subject=webhook,
        visibility=Visibility.CHAMPIONS,
        title=webhook.name,
        edition=str(delivery.edition),
        reason=delivery.reason,
    )
    for champion in Person.objects.champions().filter(programme=webhook.programme):
        notices.tell(
            champion,
            FAILED,
            str(delivery.pk),
            text=f"“{webhook.name}” has not taken {delivery.edition}",
            detail=delivery.reason,
            path=webhook.get_absolute_url(),
            thing=f"webhook/{webhook.pk}",
        )


@transaction.atomic
def test(webhook: Webhook, by: Person, key: UUID) -> None:
    """Send the webhook a test, once for each ``key``."""
    if WebhookDelivery.test(webhook, by, key):
        ask_for_sending()
