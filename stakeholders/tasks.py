"""Jobs of the map: ask what is due, call one verb."""

from celery import shared_task

from stakeholders import charting, next_talks, survey_mailing, web_room
from stakeholders.importing import running


@shared_task
def draw_charts() -> None:
    """Draw the webs whose people or ties have changed since they were drawn."""
    charting.draw_due(web_room.announce)


@shared_task
def work_on_imports() -> None:
    """Read the files that wait, and import or undo what was asked for."""
    running.work()


@shared_task
def forget_old_imports() -> None:
    """Delete the rows of files that nobody has confirmed for two weeks."""
    running.forget_old()


@shared_task
def mail_surveys() -> None:
    """Ask everybody whom a survey asks, and remind those who have not answered."""
    survey_mailing.mail_due()


@shared_task
def remind_of_conversations() -> None:
    """Tell everybody of the conversations that are due."""
    next_talks.remind_due()
