"""The walk of those who came later: vision, teams, rules, procedures, and their own word."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from changeprog.direction.models import Vision
from changeprog.programme.models import Event, Person, Programme, Role, Team
from changeprog.programme.rooms import ProgrammeRegion
from teams.acknowledging import shown
from teams.models import Acknowledgement, AgreedSet, Meeting, Seat, Welcome
from teams.models.voice import on_teams
from teams.models.welcome import LAST


@dataclass(frozen=True)
class Step:
    """A page of the walk: its name, its question, and what is on it."""

    number: int
    name: str
    question: str


STEPS = [
    Step(1, "The vision", "Where are we headed?"),
    Step(2, "The teams", "Who carries it, and how do the teams work together?"),
    Step(3, "Working rules", "How do we work with one another?"),
    Step(4, "Procedures", "What will you hear, and when?"),
    Step(5, "Your word", "Can you live with this?"),
]


def came_later(person: Person) -> bool:
    """Whether ``person`` joined, or took their first seat, after the first edition was issued."""
    first = AgreedSet.objects.filter(programme=person.programme).order_by("number").first()
    return first is not None and _came(person, first.issued_at)


def _came(person: Person, issued_at: datetime) -> bool:
    joined = Event.objects.of(person).filter(verb="person.joined").aggregate(at=Max("at"))["at"]
    if joined and joined > issued_at:
        return True
    seats = Seat.objects.filter(person=person)
    first = seats.order_by("since").values_list("since", flat=True).first()
    return first is not None and first > issued_at.astimezone(person.zone).date()


def needs_walk(person: Person) -> bool:
    """Whether ``person`` is still to be walked through, or is on the way.

    Who has acknowledged an edition without it, or was there when the first was issued, is not.
    """
    if Welcome.objects.filter(person=person).exclude(finished_at=None).exists():
        return False
    if Acknowledgement.objects.filter(person=person).exists():
        return False
    return came_later(person)


def on_their_way(programme: Programme) -> list[Welcome]:
    """Return the walks that people have begun and not finished, by name."""
    own = Welcome.objects.filter(person__programme=programme, finished_at=None)
    present = own.filter(person__removed_at=None).exclude(person__role="")
    return list(present.select_related("person").order_by("person__name"))


def here(person: Person) -> dict[str, Any]:
    """Return what the home page asks of ``person``: the walk, or to acknowledge, or nothing."""
    edition = shown(person)
    if edition["agreed"] is None or edition["said"]:
        return {"walk": False, "ask": False}
    if needs_walk(person):
        walk = Welcome.objects.filter(person=person).first()
        step = STEPS[(walk.step if walk else 1) - 1]
        return {"walk": True, "ask": False, "step": step, "last": LAST, "begun": walk is not None}
    on_team = on_teams(person.programme).filter(pk=person.pk).exists()
    return {"walk": False, "ask": on_team, **edition}


def page(person: Person, number: int) -> dict[str, Any]:
    """Return what step ``number`` (1 to ``LAST``) of the walk shows to ``person``."""
    programme = person.programme
    edition = shown(person)
    context = {"step": STEPS[number - 1], "steps": STEPS, "last": LAST, **edition}
    if number == 1:
        context["vision"] = Vision.current(programme)
    if number == 2:  # noqa: PLR2004 -- the second step
        context["teams"] = _teams(programme)
        context["meeting"] = Meeting.objects.filter(programme=programme).ahead().first()
    return context


def _teams(programme: Programme) -> list[dict[str, Any]]:
    """Return the teams, the core ones first, each with its chairs and how many seats are held."""
    seats = list(Seat.objects.held().filter(team__programme=programme).with_names())
    known = list(Team.objects.filter(programme=programme, retired_at=None))
    known.sort(key=lambda team: (team.kind == Team.Kind.ADOPTING, team.pk))
    return [
        {
            "team": team,
            "chairs": [s.person for s in seats if s.team_id == team.pk and s.chair],
            "seats": sum(1 for s in seats if s.team_id == team.pk),
        }
        for team in known
    ]


HOME = ProgrammeRegion(
    name="home-welcome",
    template="teams/agreement/_home.html",
    verbs=("agreed_set.", "welcome.", "seat.", "person."),
    personal_context=here,
    least=Role.OBSERVER,
)
