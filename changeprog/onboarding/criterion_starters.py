"""The criteria that most teams begin with, so that nobody has to begin with a blank page."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from changeprog.direction.models import Objective
from changeprog.direction.models.objective import Direction
from changeprog.onboarding.models import Adoption, Criterion
from changeprog.onboarding.models.criterion import STATEMENT
from changeprog.programme.models import Event, Person, Programme, Team

Kind = Criterion.Kind
Limits = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Starter:
    """One criterion as a team may begin with it."""

    kind: Criterion.Kind
    statement: str


USUAL = (
    Starter(Kind.POLICY, "What is written down about this work says the new way, and only that"),
    Starter(Kind.OWNER, "Somebody by name answers for the new way of working"),
    Starter(Kind.TRAINED, "Everybody here was shown the new way, and whoever joins will be"),
    Starter(Kind.OLD_WAY, "The old way is switched off: nobody can slip back into it"),
)
"""Beside these four come the figures of an objective, where the team or the programme has one."""


def limits_of(objective: Objective) -> Limits:
    """Return the band that ``objective`` asks for: its own, or everything beyond its target."""
    if objective.band:
        return objective.band
    upwards = objective.direction is Direction.UP
    return (objective.target, None) if upwards else (None, objective.target)


def usual(team: Team) -> list[Criterion]:
    """Return, unsaved, what most teams begin with."""
    found = [_of(team, starter.kind, starter.statement) for starter in USUAL]
    own_first = F("team").asc(nulls_last=True)
    objectives = Objective.objects.filter(programme=team.programme)
    meant = [
        each for each in objectives.order_by(own_first, "due") if each.team_id in (team.pk, None)
    ]
    return [*found, *(_figures(team, objective) for objective in meant[:1])]


def like(pattern: Team, team: Team) -> list[Criterion]:
    """Return, unsaved, the criteria of another team as ``team`` would have them, open."""
    fields = ("kind", "statement", "objective", "low", "high", "months")
    rows = Criterion.objects.filter(team=pattern).select_related("objective")
    return [
        Criterion(
            programme=team.programme, team=team, **{name: getattr(row, name) for name in fields}
        )
        for row in rows
    ]


@transaction.atomic
def begin(by: Person, team: Team, criteria: Iterable[Criterion], acceptor: Person | None) -> int:
    """Give ``team`` its first criteria and return how many; one that has some keeps these."""
    Adoption.locked(team)
    if Criterion.objects.filter(team=team).exists():
        return 0
    made = list(criteria)
    for criterion in made:
        criterion.acceptor = acceptor
    Criterion.objects.bulk_create(made)
    if made:
        keys = [str(criterion.key) for criterion in made]
        _record("criterion.begun", by, team, criteria=len(made), undo={"keys": keys})
    return len(made)


def begin_everywhere(by: Person, acceptor: Person | None) -> int:
    """Give what most begin with to all teams that have nothing; return to how many."""
    return sum(bool(begin(by, team, usual(team), acceptor)) for team in without(by.programme))


def without(programme: Programme) -> list[Team]:
    """Return the adopting teams for which nothing is agreed, by name."""
    own = Team.objects.filter(programme=programme).adopting().active().select_related("programme")
    agreed = Criterion.objects.filter(programme=programme).of_teams()
    return list(own.exclude(pk__in=agreed.values("team")).in_order())


@transaction.atomic
def clear(by: Person, team: Team, keys: Iterable[str]) -> bool:
    """Undo ``begin``; return whether all of it was still as it began."""
    Adoption.locked(team)
    begun = [UUID(key) for key in keys]
    own = Criterion.objects.filter(team=team, key__in=begun)
    untouched = own.open().filter(revision=1, evidence=None)
    if untouched.count() != len(begun):
        return False
    untouched.update(removed_at=now())
    _record("criterion.cleared", by, team, criteria=len(begun))
    return True


def _of(team: Team, kind: Criterion.Kind, statement: str) -> Criterion:
    return Criterion(programme=team.programme, team=team, kind=kind, statement=statement)


def _figures(team: Team, objective: Objective) -> Criterion:
    low, high = limits_of(objective)
    criterion = _of(team, Kind.FIGURES, f"{objective.measure}: where it shall be, and it stays")
    criterion.statement = criterion.statement[:STATEMENT]
    criterion.objective, criterion.low, criterion.high = objective, low, high
    return criterion


def _record(verb: str, by: Person, team: Team, **facts: Any) -> None:
    Event.record(by.programme, verb, by=by, subject=team, title=team.name, **facts)
