"""Jobs of communications: ask what is due, call one verb."""

import structlog
from celery import shared_task
from django.utils.timezone import now

from changeprog.celery import hint
from changeprog.communications import (
    approving,
    delivering,
    filling,
    handing_out,
    keeping,
    notices,
    proofs,
    reminders,
    webhooks,
)
from changeprog.communications.models import Procedure

log = structlog.get_logger(__name__)


@shared_task
def compose_due() -> None:
    """Compose every edition that is owed; one that cannot be composed holds up no other."""
    for procedure in Procedure.objects.due(now()):
        try:
            edition = procedure.compose()
        except Exception:
            log.exception("edition.not_composed", procedure=procedure.pk)
        else:
            hint(settle_editions if edition and edition.is_waiting else deliver_due)


@shared_task
def settle_editions() -> None:
    """Ask who approves what waits, and see to what nobody has approved in time."""
    approving.ask_and_settle(now())


@shared_task
def hand_out() -> None:
    """Put into inboxes, and owe to webhooks, what is due."""
    handing_out.hand_out(now())


@shared_task
def remind_keepers() -> None:
    """Tell whoever keeps a procedure by hand that it is time."""
    keeping.remind_owners(now())


@shared_task
def deliver_due() -> None:
    """Send every delivery that is due."""
    delivering.deliver_due()


@shared_task
def send_proofs() -> None:
    """Send every proof of an edition that was asked for."""
    proofs.send_due()


@shared_task
def remind() -> None:
    """Remind everybody of what becomes due, or is late."""
    reminders.remind_due()


@shared_task
def send_webhooks() -> None:
    """Tell webhooks what they are owed."""
    webhooks.send_due()


@shared_task
def send_notices() -> None:
    """Mail what people are to be told one by one."""
    notices.send_due()


@shared_task
def fill_inboxes() -> None:
    """Tell everybody in their inbox what others did that concerns them."""
    filling.fill_due()
