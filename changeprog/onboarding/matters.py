"""What of coming on board may matter most on the home page: what one's own team is trying."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.onboarding import team_page
from changeprog.onboarding.models import Trial
from changeprog.onboarding.standing import is_of
from changeprog.onboarding.team_page import Section
from changeprog.programme import headline, words
from changeprog.programme.headline import Matter, Source, Weight, quoted
from changeprog.programme.models import Person, Role, Team
from teams.models import Seat

CHANGES = ("milestone.", "workshop.", "meeting.", "commitment.", "barrier.", "victory.", "vision.")
"""Prefixes of verbs after which something else may stand first on a team's page."""


def trial(person: Person) -> Combinable:
    """Ask for what a team of the viewer is trying just now, first what ends first."""
    own = Seat.objects.held().filter(person=person).order_by().values("team")
    rows = Trial.objects.running().of_active_teams().filter(team__in=own).order_by("ends_on", "pk")
    shown = {"name": "task", "team": "team_id", "begins": "starts_on", "ends": "ends_on"}
    return headline.one_of(rows, **shown)


def say_trial(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say how far it is, or that it is over and what it brought is still to be said."""
    begins, ends = date.fromisoformat(found["begins"]), date.fromisoformat(found["ends"])
    today, name = localdate(), quoted(found["name"])
    url = reverse("onboarding:team", args=[person.programme.key, found["team"]])
    if ends < today:
        days = (today - ends).days
        sentence = f"{name} was tried long enough: does your team stay with it?"
        note = f"It was to end {words.ago(days)}."
        yield Matter(Weight.ASKED, sentence, url, "sailboat", note, days)
    elif begins <= today:
        day, length = (today - begins).days + 1, (ends - begins).days + 1
        sentence = f"Your team is trying {name}: day {day} of {length}."
        yield Matter(Weight.SOON, sentence, url, "sailboat", days=-length)


def on_team_page(team: Team, viewer: Person) -> dict[str, Any] | None:
    """Return what those who work in ``team`` read first on its page, where they arrive.

    What leads to that very page stands there anyway.
    """
    if not is_of(viewer, team):
        return None
    here = reverse("onboarding:team", args=[team.programme.key, team.pk])
    found = [each for each in headline.matters(viewer) if each.url != here]
    return {"headline": headline.headline(found, Role(viewer.role))}


def register() -> None:
    """Have it said first on the home page and on one's own team's, if it matters most."""
    team_page.register(Section(1, "programme/_headline.html", on_team_page, CHANGES))
    headline.register(Source("trial", trial, say_trial, ("trial.", "seat."), Role.MEMBER))
