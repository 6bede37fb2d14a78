"""The demo's last chapter: what everybody was told of the last weeks, the newest of it unread."""

from datetime import timedelta
from itertools import groupby

from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications import filling, inbox, notices
from changeprog.communications.models import InboxCursor, Mute, Notice
from changeprog.programme.demo import Story
from changeprog.programme.models import Event, Role

WEEKS = timedelta(weeks=8)
UNREAD = timedelta(days=6)
"""What is older has been read, an hour after it was told."""
MUTES = 21
"""Who has heard enough of something."""


def tell(story: Story) -> None:
    """Fill the inboxes day by day, as they would have filled, and have people read."""
    at = now()
    happened = Event.objects.filter(programme=story.programme, at__gte=at - WEEKS, at__lte=at)
    events = happened.about(*inbox.verbs()).select_related("person", "programme")
    for _, of_day in groupby(events.order_by("at", "pk"), key=lambda event: localdate(event.at)):
        filling.tell(list(of_day))
    _greet(story)
    own = Notice.objects.filter(person__programme=story.programme)
    own.filter(told_at__lt=at - UNREAD).update(read_at=F("told_at") + timedelta(hours=1))
    _mute(story)
    InboxCursor.objects.update_or_create(programme=story.programme, defaults={"until": at})


def _greet(story: Story) -> None:
    """Tell everybody one thing at least: where the newest digest stands."""
    path = reverse("communications:overview", args=[story.programme.key])
    for person in story.people.values():
        if person.may(Role.OBSERVER):
            notices.tell(
                person,
                "edition.composed",
                "demo",
                text="The weekly digest is there: what was won, what is next, what is in the way",
                path=path,
                mailed=False,
            )


def _mute(story: Story) -> None:
    """Have one person mute the thing that they were told of first."""
    own = Notice.objects.filter(person=story.people[MUTES]).exclude(thing="")
    if notice := own.select_related("person").order_by("told_at", "pk").first():
        Mute.begin(notice)
