"""Jobs of the map: ask what is due, call one verb."""

from celery import shared_task

from stakeholders import charting, web_room


@shared_task
def draw_charts() -> None:
    """Draw the webs whose people or ties have changed since they were drawn."""
    charting.draw_due(web_room.announce)
