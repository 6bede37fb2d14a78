"""Whether a programme moves: what it says first when it is new, stands still or has stopped."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now

from changeprog.programme import headline, home, journal, navigation
from changeprog.programme.headline import Matter, Source, Weight
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.models.event import Visibility

STILL = timedelta(weeks=3)
"""A programme in which nobody has done anything for so long stands still."""
MOVES = (
    "vision.",
    "objective.",
    "milestone.",
    "person.",
    "seat.",
    "meeting.",
    "workshop.",
    "commitment.",
    "victory.",
    "barrier.",
    "trial.",
    "programme.",
)
"""Prefixes of verbs by which people notice that it moves, or that it does not."""


def last_deed(person: Person) -> Combinable:
    """Ask for the last thing that somebody did for everybody to see, and for the steps taken."""
    done = Event.objects.filter(programme=person.programme_id, visibility=Visibility.EVERYONE)
    seen = done.exclude(person=None).order_by("-at", "-pk")
    last = headline.one_of(seen, at="at", verb="verb", who="person__name")
    return JSONObject(last=last, taken=home.steps_taken(person.programme))


PAUSED = "Nothing comes due in it and nothing is sent."


def said(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say the next step of a new programme, or that nothing happens any more."""
    programme = person.programme
    if programme.status == Programme.Status.STOPPED:
        yield Matter(Weight.CLOSED, "This programme has been stopped.", "", "circle-pause", PAUSED)
        return
    still, note = _stillness(found["last"])
    step = home.next_step(found["taken"])
    if step:
        yield _step(step, person, note)
    elif still:
        yield _stuck(still, person, note)


def _stillness(last: dict[str, Any] | None) -> tuple[timedelta | None, str]:
    """Return for how long nobody has done anything, if that is long, and what was done last."""
    if last is None:
        return None, ""
    at = datetime.fromisoformat(last["at"])
    still = now() - at
    if still < STILL:
        return None, ""
    words = f"{last['who']} {journal.verb(last['verb']).words}"
    return still, f"The last thing was on {date_format(localtime(at), 'j F')}: {words}."


def _step(step: home.Step, person: Person, note: str) -> Matter:
    """Say the next step: to champions to take it, to others that it is still to come."""
    label = f"{step.label[0].lower()}{step.label[1:]}"
    if person.role == Role.CHAMPION:
        url = reverse(step.url_name, args=[person.programme.key])
        return Matter(Weight.STEP, f"Next: {label}.", url, "footprints", note)
    words = f"This programme is only beginning. Its champions are to {label}."
    return Matter(Weight.STEP, words, "", "footprints", note)


def _stuck(still: timedelta, person: Person, note: str) -> Matter:
    """Say that nothing happens: to champions with the journal, to others with the quick log."""
    words = f"Nothing has happened here for {still.days // 7} weeks."
    of_champion = reverse("programme:journal", args=[person.programme.key])
    leads = person.role == Role.CHAMPION
    url = of_champion if leads else navigation.quick_url(person)
    return Matter(Weight.STUCK, words, url, "hourglass", note, still.days)


def register() -> None:
    """Have it said first on the home page."""
    headline.register(Source("pace", last_deed, said, MOVES))
