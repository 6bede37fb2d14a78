"""What people promised in workshops and is still ahead when a programme ends.

A promise stays with whoever made it. How one stands whose day has come, its workshop's facilitator
alone has been told; so the list keeps to those whose day is still to come.
"""

from django.utils.timezone import localdate

from changeprog.programme import open_things
from changeprog.programme.models import Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing
from workshops.models import Commitment


def commitments(programme: Programme) -> list[OpenThing]:
    """Return those that were read out and signed, and whose day is today or later."""
    heard = Commitment.objects.signed().exclude(heard_at=None)
    ahead = heard.filter(programme=programme, due__gte=localdate()).order_by("due", "pk")
    rows = open_things.of_programme(programme, ahead.select_related("participant__person"))
    return [OpenThing("commitment", each, each.text, _present(each), due=each.due) for each in rows]


def _present(commitment: Commitment) -> Person | None:
    person = commitment.participant.person
    return person if person and person.removed_at is None else None


def register() -> None:
    """Have them listed when a programme ends."""
    open_things.register(OpenKind(80, "commitment", "Commitments ahead", "handshake", commitments))
