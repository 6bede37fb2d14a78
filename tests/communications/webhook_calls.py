"""Webhooks with something to tell, and what a system checks of what it is told."""

import hmac
from base64 import b64decode, b64encode
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils.timezone import now

from changeprog.communications import webhooks
from changeprog.communications.digest import Line, Passage
from changeprog.communications.models import Edition, Procedure, Webhook, WebhookDelivery
from changeprog.communications.models.terms import Channel
from changeprog.programme.models import Person
from tests.listener import Listener

HARMLESS = "Fewer calls & <!channel> “thank you”"


def add(by: Person, listener: Listener, **fields: Any) -> Webhook:
    values = {"name": "#crm", "url": listener.url, "kind": Webhook.Kind.SLACK}
    webhook = Webhook(programme=by.programme, **values | fields)
    webhook.add(by)
    return webhook


def edition(webhook: Webhook, *lines: Line, word: str = "", day: int = 16) -> Edition:
    """An approved edition of a procedure that leads to ``webhook``."""
    procedure, _ = Procedure.objects.get_or_create(
        programme=webhook.programme,
        name="In the chat",
        defaults={
            "automatic": False,
            "topics": "victories",
            "channel": Channel.WEBHOOK,
            "webhook": webhook,
        },
    )
    told = lines or (Line(HARMLESS, "Since Monday", "/p/x/", "Mo"),)
    passage = Passage("won", "What was won", 10, tuple(told)).as_json()
    return Edition.objects.create(
        procedure=procedure,
        occurrence=date(2026, 11, day),
        since=now() - timedelta(days=7),
        until=now(),
        word=word,
        sections=[passage],
    )


def owed(webhook: Webhook, *lines: Line, **fields: Any) -> WebhookDelivery:
    webhooks.owe(edition(webhook, *lines, **fields))
    return WebhookDelivery.objects.latest("pk")


def fresh(delivery: WebhookDelivery) -> WebhookDelivery:
    delivery.refresh_from_db()
    return delivery


def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Check a message as docs/webhooks.md tells systems to."""
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    expected = b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return hmac.compare_digest(f"v1,{expected}", headers["Webhook-Signature"])
