"""Jobs of closing: ask what is due, call one verb."""

from celery import shared_task

from changeprog.closing import archives


@shared_task
def make_archives() -> None:
    """Make the archives that were asked for."""
    archives.make_due()


@shared_task
def forget_archives() -> None:
    """Throw away archives that have been kept for a week."""
    archives.forget_old()
