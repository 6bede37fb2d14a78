"""Jobs of the workshops: ask what is due, call one verb."""

from celery import shared_task

from workshops import abandoned, following_up, mailing
from workshops.models import Round


@shared_task
def mail_workshops() -> None:
    """Tell everybody invited of a workshop that was planned, moved or cancelled."""
    mailing.mail_due()


@shared_task
def interrupt_abandoned() -> None:
    """End what everybody has left long ago, so that it can be gone on with."""
    abandoned.interrupt_due()


@shared_task
def follow_up() -> None:
    """Ask the participants of past workshops where they stand, and how their commitments do."""
    following_up.ask_due()


@shared_task
def destroy_keys() -> None:
    """Destroy the keys of anonymous rounds that are over, where the reveal could not do it."""
    for held in Round.objects.over_with_key():
        held.forget_key()
