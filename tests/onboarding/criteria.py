"""Criteria of business as usual, made the least that a test needs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from changeprog.direction.models import Objective
from changeprog.onboarding.models import Criterion, Evidence
from changeprog.programme.models import Person, Programme, Team
from tests import factory


def agree(programme: Programme, team: Team | None = None, **values: Any) -> Criterion:
    """A criterion of ``team``, or of the programme, agreed on by its champion."""
    fields: dict[str, Any] = {"kind": "own", "statement": "Nobody asks for the old form", **values}
    criterion = Criterion(programme=programme, team=team, **fields)
    criterion.agree(factory.champion_of(programme))
    return criterion


def show(criterion: Criterion, by: Person, words: str = "Look at the desk.") -> Evidence:
    """Something that shows it."""
    evidence = Evidence(
        programme=criterion.programme, criterion=criterion, key=uuid4(), words=words, by=by
    )
    evidence.give()
    return evidence


def shown(programme: Programme, acceptor: Person, team: Team | None = None) -> Criterion:
    """A criterion that ``acceptor`` can accept."""
    criterion = agree(programme, team, acceptor=acceptor)
    show(criterion, acceptor)
    return criterion


def read(objective: Objective, value: int, *days_ago: int) -> None:
    """Readings of ``value`` so many days ago."""
    champion = factory.champion_of(objective.programme)
    for days in days_ago:
        objective.read(champion, Decimal(value), localdate() - timedelta(days=days))


def criterion(programme: Programme, viewer: Person | None = None) -> Criterion:
    """A criterion that the viewer leads the team of, and may accept."""
    from tests.onboarding.objects import led_team  # noqa: PLC0415 -- which imports this

    return shown(programme, _who(programme, viewer), led_team(programme, viewer))


def accepted(programme: Programme, viewer: Person | None = None) -> Criterion:
    """A criterion that the viewer has accepted, of the programme."""
    by = _who(programme, viewer)
    found = shown(programme, by)
    found.accept(by, found.revision)
    return found


def evidence(programme: Programme, viewer: Person | None = None) -> Evidence:
    """Something that the viewer has shown."""
    return show(agree(programme), _who(programme, viewer))


def _who(programme: Programme, viewer: Person | None) -> Person:
    return viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
