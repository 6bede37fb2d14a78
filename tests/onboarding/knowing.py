"""Mentors, material, gaps and questions as tests need them, saved through their own verbs."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate

from changeprog.onboarding import questions
from changeprog.onboarding.models import Adoption, Gap, Material, Mentorship, Question
from changeprog.programme.models import Person, Programme, Team
from teams.models import Seat
from tests import factory


def adopting(programme: Programme, name: str = "Service desk") -> Team:
    """An adopting team of that name, added unless it is there."""
    team, _ = Team.objects.get_or_create(programme=programme, name=name)
    return team


def seat(person: Person, team: Team) -> Seat:
    """Let ``person`` sit in ``team``."""
    champion = factory.champion_of(team.programme)
    held = Seat.objects.held().filter(team=team, person=person).first()
    return held or Seat.take(champion, team, person, hours=Decimal(2))


def mentor(person: Person, team: Team, **fields: Any) -> Mentorship:
    """Name ``person`` a mentor of ``team``, with two hours a week."""
    champion = factory.champion_of(team.programme)
    said: dict[str, Any] = {"hours": Decimal(2), "granted_by": champion, "key": uuid4(), **fields}
    mentorship = Mentorship(programme=team.programme, team=team, person=person, **said)
    mentorship.name_it(champion)
    return mentorship


def share(owner: Person, title: str = "How a quote is made", **fields: Any) -> Material:
    """Material of ``owner`` that is looked at again in 30 days."""
    said: dict[str, Any] = {
        "form": "page",
        "place": "https://example.org/quotes",
        "check_on": localdate() + timedelta(days=30),
        **fields,
    }
    material = Material(programme=owner.programme, owner=owner, title=title, **said)
    material.share(owner)
    return material


def log(by: Person, what: str = "Where the discount is typed", **fields: Any) -> Gap:
    gap = Gap(programme=by.programme, logged_by=by, what=what, **fields)
    gap.log()
    return gap


def ask(by: Person, team: Team, words: str = "Who may give a discount?") -> Question:
    question = Question(programme=by.programme, team=team, asker=by, words=words)
    questions.put(question)
    return question


def _own(programme: Programme, viewer: Person | None) -> Person:
    """The viewer; the champion where the viewer is a stranger."""
    own = viewer is not None and viewer.programme == programme
    return viewer if viewer and own else factory.champion_of(programme)


def some_gap(programme: Programme, viewer: Person | None = None) -> Gap:
    """A gap that the viewer logged."""
    return log(_own(programme, viewer))


def some_material(programme: Programme, viewer: Person | None = None) -> Material:
    """Material that the viewer owns."""
    return share(_own(programme, viewer))


def led_team(programme: Programme, viewer: Person | None = None) -> Team:
    """A team that the viewer leads, and is of."""
    team, own = adopting(programme), _own(programme, viewer)
    with transaction.atomic():
        Adoption.locked(team)
    Adoption.objects.filter(team=team).update(lead=own)
    seat(own, team)
    return team


def some_mentorship(programme: Programme, viewer: Person | None = None) -> Mentorship:
    """A mentorship in a team that the viewer leads."""
    team = led_team(programme, viewer)
    known = Mentorship.objects.held().filter(team=team).first()
    return known or mentor(factory.champion_of(programme), team)


def some_question(programme: Programme, viewer: Person | None = None) -> Question:
    """A question that the viewer asked."""
    return ask(_own(programme, viewer), led_team(programme, viewer))


SUBJECTS: dict[str, Callable[[Programme, Person | None], Any]] = {
    "onboarding:gap": some_gap,
    "onboarding:material": some_material,
    "onboarding:name_mentor": led_team,
    "onboarding:mentorship": some_mentorship,
    "onboarding:ask_question": led_team,
    "onboarding:question": some_question,
}
