"""Jobs of the teams: ask what is due, call one verb."""

from celery import shared_task

from teams import conflicts, escalating


@shared_task
def escalate_due() -> None:
    """Ask the next level about every barrier that is due to go up."""
    escalating.escalate_due()


@shared_task
def check_agreements() -> None:
    """Ask whether what was agreed on two weeks ago holds."""
    conflicts.ask_whether_it_holds()
