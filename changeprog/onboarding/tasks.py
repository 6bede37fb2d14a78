"""Jobs of bringing teams on board: ask what is due, call one verb."""

from celery import shared_task

from changeprog.onboarding import reality_mailing


@shared_task
def mail_reality_checks() -> None:
    """Ask everybody outside who has not been asked yet."""
    reality_mailing.mail_due()
