"""What of communications may matter most on the home page: an edition that waits for one's word."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now

from changeprog.communications.models import Edition
from changeprog.programme import headline
from changeprog.programme.headline import Matter, Source, Weight, quoted
from changeprog.programme.models import Person, Role


def waiting(person: Person) -> Combinable:
    """Ask for the edition that waits for the viewer to approve it."""
    whose = Q(procedure__owner=person)
    if person.role == Role.CHAMPION:
        whose |= Q(procedure__owner=None) | ~Q(procedure__owner__removed_at=None)
    rows = Edition.objects.waiting().filter(
        whose,
        procedure__programme=person.programme_id,
        procedure__active=True,
        procedure__needs_approval=True,
    )
    shown = {"name": "procedure__name", "at": "not_before", "overdue": "overdue_at"}
    return headline.one_of(rows.order_by("not_before", "pk"), pk="pk", **shown)


def say_waiting(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that it waits, and until when."""
    url = reverse("communications:desk", args=[person.programme.key, found["pk"]])
    at = localtime(datetime.fromisoformat(found["at"])) if found["at"] else None
    name = quoted(found["name"])
    note = "Look at it as it reaches people, and approve it."
    if found["overdue"]:
        sentence = f"{name} should have left: it waits for you."
    elif at and at > now():
        sentence = f"{name} waits for you; it goes out on {date_format(at, 'l, H:i')}."
    else:
        sentence = f"{name} waits for you to approve it."
    yield Matter(Weight.ASKED, sentence, url, "mail-check", note)


def register() -> None:
    """Have it said first on the home page, if it matters most."""
    verbs = ("edition.", "digest.", "procedure.")
    headline.register(Source("edition", waiting, say_waiting, verbs, Role.MEMBER))
