"""What of its end may matter most in a programme: that it is prepared, or that it is over."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from changeprog.closing.models import Closing
from changeprog.programme import headline
from changeprog.programme.headline import Matter, Source, Weight
from changeprog.programme.models import Person, Programme, Role


def end(person: Person) -> Combinable:
    """Ask for the end that has come, or for one that is near.

    Whoever only writes in the review, long before, is not yet at the end.
    """
    near = Q(edition_asked_at__isnull=False) | Q(last_edition__isnull=False) | ~Q(no_edition_why="")
    rows = Closing.objects.current().filter(
        near | ~Q(closed_at=None), programme=person.programme_id
    )
    return headline.one_of(rows.order_by("-pk"), outcome="outcome")


def say_end(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say to everybody that it is over, and to champions that its end is prepared."""
    programme = person.programme
    if programme.closed_at:
        day = date_format(localtime(programme.closed_at), "j F Y")
        usual = found["outcome"] == Programme.Status.BUSINESS_AS_USUAL
        words = "The change has become business as usual." if usual else "The programme has ended."
        url = reverse("closing:review", args=[programme.key])
        note = f"Closed on {day}. What came of it stands in the review."
        yield Matter(Weight.CLOSED, words, url, "lock", note)
    elif person.role == Role.CHAMPION:
        words = "You are bringing the programme to its end."
        url, note = reverse("closing:overview", args=[programme.key]), "See what is still missing."
        yield Matter(Weight.ENDING, words, url, "flag", note)


def register() -> None:
    """Have it said first on the home page."""
    headline.register(Source("end", end, say_end, ("closing.",)))
