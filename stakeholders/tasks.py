"""Jobs of the map: ask what is due, call one verb."""

from celery import shared_task

from stakeholders import charting, standing, survey_mailing, web_room
from stakeholders.importing import running, working


@shared_task
def draw_charts() -> None:
    """Draw the webs whose people or ties have changed since they were drawn."""
    charting.draw_due(web_room.announce)


@shared_task
def work_out_proposals() -> None:
    """Work out whom to ask where the map has changed since that was done."""
    standing.work_out_due()


@shared_task
def work_on_imports() -> None:
    """Read files that wait, compare them with the map, import, and undo."""
    working.work()


@shared_task
def forget_old_imports() -> None:
    """Delete rows that nobody has confirmed, or that were left out, after two weeks."""
    running.forget_old()


@shared_task
def mail_surveys() -> None:
    """Ask everybody whom a survey asks, and remind those who have not answered."""
    survey_mailing.mail_due()
