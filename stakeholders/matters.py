"""What of the map may matter most to one person: being asked to help, and talks that are due.

It may be read on a projector, so it never says with whom.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.programme import headline, words
from changeprog.programme.headline import Matter, Source, Weight
from changeprog.programme.models import Person
from stakeholders import next_talks
from stakeholders.models import Ambassador


def asked(person: Person) -> Combinable:
    """Ask whether the viewer is asked to be an ambassador."""
    rows = Ambassador.objects.standing().filter(person=person, state=Ambassador.State.ASKED)
    return headline.one_of(rows.order_by("-pk"), pk="pk", by="asked_by__name")


def say_asked(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Ask it once more."""
    url = reverse("stakeholders:my_people", args=[person.programme.key, found["pk"]])
    note = f"{found['by']} asks you. Say yes or no." if found["by"] else "Say yes or no."
    sentence = "Would you help colleagues through the change?"
    yield Matter(Weight.ASKED, sentence, url, "message-circle", note)


def talk(person: Person) -> Combinable:
    """Ask for the conversation of the viewer that is due first."""
    rows = next_talks.of(person).to_talk_to(localdate())
    return headline.first_of(rows, pk="pk", due="next_on")


def say_talk(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that a conversation is due."""
    due, today = date.fromisoformat(found["due"]), localdate()
    weight = Weight.LATE if due < today else Weight.SOON
    url = reverse("stakeholders:profile", args=[person.programme.key, found["pk"]])
    sentence = f"A conversation that you planned is {words.due(due, today)}."
    more = found["count"] - 1
    note = f"{more} more {'is' if more == 1 else 'are'} due." if more else ""
    yield Matter(weight, sentence, url, "message-circle", note, (today - due).days)


def register() -> None:
    """Have it said first on the home page, if it matters most."""
    verbs = ("ambassador.", "stakeholder.", "conversation.")
    headline.register(
        Source("ambassador", asked, say_asked, verbs), Source("talk", talk, say_talk, verbs)
    )
