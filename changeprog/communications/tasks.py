"""Jobs of communications: ask what is due, call one verb."""

import structlog
from celery import shared_task
from django.utils.timezone import now

from changeprog.celery import hint
from changeprog.communications import delivering, notices
from changeprog.communications.models import Procedure

log = structlog.get_logger(__name__)


@shared_task
def compose_due() -> None:
    """Compose every edition that is owed; one that cannot be composed holds up no other."""
    for procedure in Procedure.objects.due(now()):
        try:
            procedure.compose()
        except Exception:
            log.exception("edition.not_composed", procedure=procedure.pk)
        else:
            hint(deliver_due)


@shared_task
def deliver_due() -> None:
    """Send every delivery that is due."""
    delivering.deliver_due()


@shared_task
def send_notices() -> None:
    """Mail what people are to be told one by one."""
    notices.send_due()
