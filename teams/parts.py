"""Which teams people sit in, for the pages about people."""

from collections.abc import Collection

from django.urls import reverse

from changeprog.programme.models import Person, Programme
from changeprog.programme.parts import Part
from teams.models import Seat


def seats(programme: Programme, people: Collection[Person]) -> dict[int, list[Part]]:
    """Return the teams of each of ``people``, those they lead first; one query."""
    held = Seat.objects.held().filter(person__in=people).select_related("team")
    parts: dict[int, list[Part]] = {}
    for seat in held.order_by("-chair", "team", "pk"):
        url = reverse("teams:team", args=[programme.key, seat.team_id])
        note = "leads" if seat.chair else ""
        parts.setdefault(seat.person_id, []).append(Part(seat.team.name, url, note))
    return parts


def members(programme: Programme) -> dict[int, set[int]]:
    """Return the numbers of the people in each team of the programme; one query."""
    known: dict[int, set[int]] = {}
    held = Seat.objects.held().filter(team__programme=programme)
    for team, person in held.values_list("team", "person"):
        known.setdefault(team, set()).add(person)
    return known
