"""What of the daily work may matter most on the home page: meetings, barriers, promises, wins."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now

from changeprog.programme import headline, words
from changeprog.programme.headline import Matter, Source, Weight, quoted
from changeprog.programme.models import Person, Role
from teams.filters import NOBODY
from teams.models import Action, Barrier, Meeting, Victory
from teams.models.agreement import due_today
from teams.models.barrier import OLD

SOON = timedelta(days=2)
"""A meeting is said so far ahead."""
LATELY = timedelta(days=7)
"""Victories of so many days are counted as new."""


def meeting(person: Person) -> Combinable:
    """Ask for the meeting that is going on, or begins soon."""
    rows = Meeting.objects.filter(programme=person.programme_id).ahead()
    near = rows.filter(Q(status=Meeting.Status.OPEN) | Q(starts_at__lt=now() + SOON))
    return headline.one_of(near, pk="pk", title="title", status="status", at="starts_at")


def say_meeting(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that it is going on, or when it begins; not of one that nobody opened."""
    at, key = localtime(datetime.fromisoformat(found["at"])), person.programme.key
    if found["status"] == Meeting.Status.OPEN:
        url = reverse("teams:meeting_room", args=[key, found["pk"]])
        sentence = f"{quoted(found['title'])} is going on."
        yield Matter(Weight.NOW, sentence, url, "log-in", f"Since {date_format(at, 'H:i')}.")
    elif at > localtime():
        url = reverse("teams:meeting", args=[key, found["pk"]])
        day = words.away(at.date(), localdate())
        sentence = f"{quoted(found['title'])} is {day} at {date_format(at, 'H:i')}."
        yield Matter(Weight.SOON, sentence, url, "calendar")


def asked(person: Person) -> Combinable:
    """Ask for the oldest barrier that has come up to the viewer."""
    rows = Barrier.objects.asked_of(person)
    return headline.first_of(rows, pk="pk", what="what", at="logged_at")


def say_asked(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that nobody moved it, so that it has come to the viewer."""
    age, more = _age(found["at"]), found["count"] - 1
    sentence = f"{quoted(found['what'])} has come to you: nobody else has moved it."
    note = f"It has stood for {words.days(age)}."
    note += f" {more} more {'has' if more == 1 else 'have'} come to you." if more else ""
    yield Matter(Weight.ASKED, sentence, _barrier(person, found), "trending-up", note, age)


def standing(person: Person) -> Combinable:
    """Ask for the oldest of the barriers that have been standing for long."""
    rows = Barrier.objects.filter(programme=person.programme_id).standing()
    old = rows.filter(logged_at__lte=now() - timedelta(days=OLD))
    return headline.first_of(old, pk="pk", what="what", at="logged_at")


def say_standing(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say how many there are, and for how long the oldest has stood."""
    age, count = _age(found["at"]), found["count"]
    if count == 1:
        sentence = f"{quoted(found['what'])} has been in the way for {words.days(age)}."
        yield Matter(Weight.SLOW, sentence, _barrier(person, found), "construction", days=age)
        return
    sentence = f"{count} barriers have stood for weeks, the oldest for {words.days(age)}."
    url = f"{reverse('teams:barriers', args=[person.programme.key])}?age=old"
    note = f"It is {quoted(found['what'])}."
    yield Matter(Weight.SLOW, sentence, url, "construction", note, age)


def unowned(person: Person) -> Combinable:
    """Ask for the oldest barrier that nobody sees to, of those older than a day."""
    rows = Barrier.objects.filter(programme=person.programme_id).standing().unowned()
    waiting = rows.filter(logged_at__lte=now() - timedelta(days=1))
    return headline.first_of(waiting, pk="pk", what="what", at="logged_at")


def say_unowned(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say to champions how many barriers have no owner."""
    age, count = _age(found["at"]), found["count"]
    if count == 1:
        sentence, url = f"Nobody sees to {quoted(found['what'])}.", _barrier(person, found)
    else:
        sentence = f"{count} barriers have nobody who sees to them."
        url = f"{reverse('teams:barriers', args=[person.programme.key])}?owner={NOBODY}"
    yield Matter(Weight.SLOW, sentence, url, "user-x", "An owner is the first step.", age)


def own_step(person: Person) -> Combinable:
    """Ask for the barrier of the viewer whose next step is over."""
    rows = Barrier.objects.filter(owner=person, next_step_due__lt=localdate()).standing()
    return headline.first_of(rows.order_by("next_step_due"), pk="pk", what="what", due=DUE)


def say_own_step(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that the next step against it is late."""
    days = _late(found)
    sentence = f"Your next step against {quoted(found['what'])} is {words.days(days)} late."
    yield Matter(Weight.LATE, sentence, _barrier(person, found), "construction", "", days)


def action(person: Person) -> Combinable:
    """Ask for the action of the viewer that is late for longest."""
    rows = Action.objects.filter(owner=person, due__lt=localdate()).open()
    return headline.first_of(rows.order_by("due", "pk"), pk="pk", text="text", due="due")


def say_action(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that what the viewer took on is late."""
    days = _late(found)
    sentence = f"You took on {quoted(found['text'])}: it is {words.days(days)} late."
    url = reverse("teams:action", args=[person.programme.key, found["pk"]])
    yield Matter(Weight.LATE, sentence, url, "list-checks", "", days)


def agreement(person: Person) -> Combinable:
    """Ask for the agreement that the viewer, as a chair, has to look at again."""
    return headline.one_of(due_today(person), team="team_id", name="team__name", due="review_on")


def say_agreement(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that its review is due."""
    sentence = f"Look at the agreement of the chairs again: {found['name']}."
    url = reverse("teams:agreement", args=[person.programme.key, found["team"]])
    yield Matter(Weight.ASKED, sentence, url, "handshake", "", _late(found))


def victories(person: Person) -> Combinable:
    """Ask for the newest victory of the last days."""
    rows = Victory.objects.filter(programme=person.programme_id, logged_at__gt=now() - LATELY)
    return headline.first_of(rows.order_by("-logged_at", "-pk"), pk="pk", what="what")


def say_victories(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say how many small victories there were, and quote the newest."""
    count = found["count"]
    counted = "a small victory" if count == 1 else f"{count} small victories"
    url = reverse("teams:victories", args=[person.programme.key])
    sentence = f"It moves: {counted} in the last seven days."
    yield Matter(Weight.GOING, sentence, url, "trophy", f"The newest: {quoted(found['what'])}", 1)


DUE = "next_step_due"


def _age(at: str) -> int:
    return (localdate() - localdate(datetime.fromisoformat(at))).days


def _late(found: dict[str, Any]) -> int:
    return (localdate() - date.fromisoformat(found["due"])).days


def _barrier(person: Person, found: dict[str, Any]) -> str:
    return reverse("teams:barrier", args=[person.programme.key, found["pk"]])


def register() -> None:
    """Have it said first on the home page, if it matters most."""
    member, barriers = Role.MEMBER, ("barrier.", "person.removed", "person.returned")
    headline.register(
        Source("meeting", meeting, say_meeting, ("meeting.",)),
        Source("asked_barrier", asked, say_asked, barriers, member),
        Source("old_barriers", standing, say_standing, barriers),
        Source("unowned_barriers", unowned, say_unowned, barriers, Role.CHAMPION),
        Source("own_step", own_step, say_own_step, barriers, member),
        Source("own_action", action, say_action, ("action.",), member),
        Source("own_agreement", agreement, say_agreement, ("agreement.", "seat."), member),
        Source("victories", victories, say_victories, ("victory.",)),
    )
