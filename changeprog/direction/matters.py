"""What of the direction may matter most on the home page: milestones late, one's own, next."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone
from changeprog.programme import headline, words
from changeprog.programme.headline import Matter, Source, Weight, quoted
from changeprog.programme.models import Person

SOON = timedelta(days=7)
"""One's own milestone is said so far ahead."""


def first_open(person: Person) -> Combinable:
    """Ask for the open milestone that is due first."""
    rows = Milestone.objects.filter(programme=person.programme_id).open().order_by("due", "pk")
    return headline.one_of(rows, pk="pk", name="name", due="due")


def say_first_open(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say what comes next, unless that is late, which others say."""
    due = date.fromisoformat(found["due"])
    if due >= localdate():
        sentence = f"Next: {quoted(found['name'])}, {words.away(due, localdate())}."
        yield Matter(Weight.GOING, sentence, _page(person, found["pk"]), "flag")


def late(person: Person) -> Combinable:
    """Ask for the milestone that is late for longest, and how many are."""
    rows = Milestone.objects.filter(programme=person.programme_id).late(localdate())
    return headline.first_of(rows.order_by("due", "pk"), pk="pk", name="name", due="due")


def say_late(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say how many milestones are late, and since when the first of them."""
    days = (localdate() - date.fromisoformat(found["due"])).days
    count, name = found["count"], quoted(found["name"])
    if count == 1:
        sentence, url = f"{name} is {words.days(days)} late.", _page(person, found["pk"])
        note = "Reach it, give it another day, or call it off."
    else:
        sentence = f"{count} milestones are late, the first by {words.days(days)}."
        url, note = reverse("direction:timeline", args=[person.programme.key]), f"It is {name}."
    yield Matter(Weight.SLOW, sentence, url, "flag", note, days)


def own(person: Person) -> Combinable:
    """Ask for the viewer's own open milestone that is due first."""
    rows = Milestone.objects.filter(owner=person).due_within(SOON.days, localdate())
    return headline.first_of(rows.order_by("due", "pk"), pk="pk", name="name", due="due")


def say_own(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that it is due, or late."""
    due, today = date.fromisoformat(found["due"]), localdate()
    weight = Weight.LATE if due < today else Weight.SOON
    sentence = f"Your milestone {quoted(found['name'])} is {words.due(due, today)}."
    note = f"You own {found['count']} that are due." if found["count"] > 1 else ""
    yield Matter(weight, sentence, _page(person, found["pk"]), "flag", note, (today - due).days)


def _page(person: Person, number: int) -> str:
    return reverse("direction:milestone", args=[person.programme.key, number])


def register() -> None:
    """Have it said first on the home page, if it matters most."""
    headline.register(
        Source("milestone", first_open, say_first_open, ("milestone.",)),
        Source("late_milestones", late, say_late, ("milestone.",)),
        Source("own_milestone", own, say_own, ("milestone.", "person.")),
    )
