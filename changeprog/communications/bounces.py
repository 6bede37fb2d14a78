"""What a mail provider reports about messages after it has taken them (anymail's webhooks)."""

from typing import Any

import structlog
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.utils.timezone import now

from changeprog.communications import ledger
from changeprog.communications.models import AddressTrouble
from changeprog.communications.models.posting import Posting

log = structlog.get_logger(__name__)

CAME_BACK = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
FOR_GOOD = {RejectReason.INVALID, RejectReason.BOUNCED}
"""Reasons that are about the address; a full mailbox or a busy server are not among them."""
MARKED_AS_SPAM = "Marked as spam by who reads it"


def listen() -> None:
    """Take what the provider's webhooks report, once they are switched on."""
    tracking.connect(received, dispatch_uid="communications.bounces")


def received(*, event: AnymailTrackingEvent, esp_name: str, **_: Any) -> None:
    """Record a message that came back, and send nothing more to an address that does not exist.

    A report may come twice, late, or about a message that is not ours: it changes nothing then.
    """
    reason = told(event, esp_name)
    if event.event_type in CAME_BACK:
        for posting in found(event):
            posting.bounced(reason)
    if event.recipient and is_for_good(event):
        AddressTrouble.note(event.recipient, reason, event.timestamp or now())
    log.info("mail.reported", what=event.event_type, by=esp_name)


def is_for_good(event: AnymailTrackingEvent) -> bool:
    """Whether nothing more should be sent to this address."""
    if event.event_type == EventType.COMPLAINED:
        return True
    return event.event_type in CAME_BACK and event.reject_reason in FOR_GOOD


def told(event: AnymailTrackingEvent, esp_name: str) -> str:
    """Return the reason for the ledger."""
    if event.event_type == EventType.COMPLAINED:
        return MARKED_AS_SPAM
    words = event.mta_response or event.description or event.reject_reason or event.event_type
    return f"{esp_name} said: {words}"


def found(event: AnymailTrackingEvent) -> list[Posting]:
    """Return the posting that an event is about.

    It is found by our own Message-ID, which providers keep, or give back among the metadata.
    """
    named = {event.message_id, (event.metadata or {}).get("message_id")} - {None, ""}
    ours = {f"<{name.strip('<>')}>" for name in named}
    rows: list[Posting] = []
    for kind in ledger.kinds().values():
        rows += kind.rows().filter(message_id__in=ours).select_related("person").defer("source")
    return rows
