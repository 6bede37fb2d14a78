"""Jobs of the teams: ask what is due, call one verb."""

from celery import shared_task

from teams import acknowledging, conflicts, escalating, meeting_mailing


@shared_task
def escalate_due() -> None:
    """Ask the next level about every barrier that is due to go up."""
    escalating.escalate_due()


@shared_task
def check_agreements() -> None:
    """Ask whether what was agreed on two weeks ago holds."""
    conflicts.ask_whether_it_holds()


@shared_task
def mail_meetings() -> None:
    """Tell everybody invited of a meeting that was planned, moved or cancelled."""
    meeting_mailing.mail_due()


@shared_task
def issue_agreed() -> None:
    """Issue what has been agreed, and ask who has not acknowledged it."""
    acknowledging.issue_due()
    acknowledging.ask_due()
