"""The demo's time: two of those promised from one function are on support duty when all meet."""

from datetime import timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from teams.commitment import monday
from teams.models import Duty, Meeting

ON_SUPPORT = (1, 4)
"""Both from customer service."""
STOCKTAKING = (13, "stocktaking", Decimal(3))
"""Who, what, hours a week; it takes less than what was promised."""


def tell(story: Story) -> None:
    """Say that two are on support duty in the week of the next meeting, and one counts stock."""
    coming = Meeting.objects.filter(programme=story.programme).ahead()[0]
    first = monday(coming.starts_at.date())
    for number in ON_SUPPORT:
        _say(story, number, Duty(what="support duty", since=first, until=first + timedelta(days=4)))
    number, what, hours = STOCKTAKING
    until = story.day(182) + timedelta(days=20)
    _say(story, number, Duty(what=what, hours=hours, since=story.day(178), until=until))


def _say(story: Story, number: int, duty: Duty) -> None:
    duty.programme, duty.person = story.programme, story.people[number]
    duty.key = uuid5(NAMESPACE_URL, f"{duty.what} {number}")
    with happened(story.moment(179, 8)):
        duty.say(story.people[number])
