"""Who is told that a team comes on board: its people, whoever leads it, the readers of a digest."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from changeprog.communications import digest, inbox
from changeprog.communications.digest import Line, Section, no_more_than
from changeprog.communications.inbox import Word, changes, who
from changeprog.communications.models.terms import Topic
from changeprog.onboarding.head import MOVES, VERBS
from changeprog.programme.models import Event, Programme, Team
from teams.models import Seat

TOLD = 10
"""Teams that a digest names; a last line counts the others."""


def concerned(events: Sequence[Event]) -> Iterable[Word]:
    """Tell a team's people that it is invited, and who leads it of everything else."""
    known = _teams({event.subject_id for event in events})
    for event in events:
        if team := known.get(event.subject_id):
            yield from _words(event, team)


def _teams(numbers: Collection[int]) -> Mapping[int, Team]:
    held = Prefetch("seats", Seat.objects.held().order_by("pk"))
    teams = Team.objects.select_related("programme", "adoption").prefetch_related(held)
    return teams.in_bulk(numbers)


def _words(event: Event, team: Team) -> Iterator[Word]:
    path, thing = page_of(team), f"team/{team.pk}"
    if event.verb == "team.invited":
        text = f"{who(event)} invites {team} to work the new way"
        for seat in team.seats.all():
            yield Word(event, seat.person_id, text, path, event.facts.get("comment", ""))
        return
    asked = event.facts["undo"].get("asked")
    if asked:
        text = f"{who(event)} asks you to lead {team} on board"
        yield Word(event, asked, text, path, changes(event, "lead"))
    moved = event.verb == "team.moved"
    text = f"{team}: {event.facts['to']}" if moved else f"{who(event)} arranged anew: {team}"
    for person in _leads(team) - {asked}:
        yield Word(event, person, text, path, "" if moved else changes(event), thing)


def _leads(team: Team) -> set[int]:
    """Return the numbers of those who lead ``team``: its chairs, and who was named."""
    chairs = {seat.person_id for seat in team.seats.all() if seat.chair}
    lead = team.adoption.lead_id if hasattr(team, "adoption") else None
    return chairs | ({lead} if lead else set())


def page_of(team: Team) -> str:
    """Return the address of the team's own page."""
    return reverse("onboarding:team", args=[team.programme.key, team.pk])


def moved(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell where the teams stand that came to another stage in the window, once each."""
    events = Event.objects.filter(programme=programme, at__gte=since, at__lt=until)
    newest: dict[int, Event] = {}
    for event in events.about(*MOVES).order_by("at", "pk"):
        newest[event.subject_id] = event
    teams = Team.objects.filter(programme=programme).adopting().active()
    known = teams.select_related("programme").in_bulk(list(newest))
    lines = [
        Line(f"{known[pk]}: {event.facts['to']}", f"Before: {event.facts['from']}.", page)
        for pk, event in newest.items()
        if pk in known
        for page in [page_of(known[pk])]
    ]
    return no_more_than(TOLD, lines, reverse("onboarding:board", args=[programme.key]))


MOVED = Section("on-board", "Teams coming on board", 21, moved, Topic.TEAMS)


def register() -> None:
    """Tell people in their inbox and in the digest."""
    inbox.register(concerned, *VERBS)
    inbox.describe(inbox.Kind("team", "Teams", "handshake"))
    digest.register(MOVED)
