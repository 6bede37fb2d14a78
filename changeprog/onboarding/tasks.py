"""Jobs of bringing teams on board: ask what is due, call one verb."""

from celery import shared_task

from changeprog.onboarding import pulse_asking, pulse_closing, pulse_mailing, reality_mailing


@shared_task
def mail_reality_checks() -> None:
    """Ask everybody outside who has not been asked yet."""
    reality_mailing.mail_due()


@shared_task
def ask_pulses() -> None:
    """Ask every team that has come to a moment at which it is asked how ready it is."""
    pulse_asking.ask_due()
    pulse_mailing.mail_due()


@shared_task
def mail_pulses() -> None:
    """Mail everybody whom a pulse asks, and remind them once."""
    pulse_mailing.mail_due()


@shared_task
def close_pulses() -> None:
    """Read the pulses whose last day is over, and destroy their keys."""
    pulse_closing.close_all_due()
