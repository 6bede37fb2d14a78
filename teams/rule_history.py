"""What the page about one rule tells: where people stand, what was said, and how it came about."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from changeprog.direction.difference import Piece, difference
from changeprog.programme.models import Event, Person, Role
from teams.models import RuleVersion, WorkingRule
from teams.models.rule_answer import CAN_LIVE
from teams.models.voice import decides, voices
from teams.rules import proposal


@dataclass(frozen=True)
class Past:
    """A version beside what it changed in the one before, and what was said of it."""

    version: RuleVersion
    pieces: list[Piece]


def told(rule: WorkingRule, viewer: Person) -> dict[str, Any]:
    """Return everything that the page about ``rule`` shows to ``viewer``."""
    versions = list(
        RuleVersion.objects.with_names()
        .filter(rule=rule)
        .order_by("-number")
        .prefetch_related("answers__person", "comments__by")
    )
    in_force = next((each for each in versions if each.state == RuleVersion.State.ADOPTED), None)
    newest, words = versions[0], in_force.text if in_force else ""
    everybody = voices(viewer.programme)
    is_open = newest.state == RuleVersion.State.PROPOSED
    return {
        "current": in_force or newest,
        "in_force": in_force,
        "proposal": proposal(newest, everybody, viewer, words) if is_open else None,
        "past": _past(versions),
        "history": _events(rule, viewer),
        "on_teams": len(everybody),
        "may_answer": viewer.pk in everybody,
        **_powers(newest, viewer),
    }


def _events(rule: WorkingRule, viewer: Person) -> QuerySet[Event]:
    """Return what happened to the rule; who can live with it is counted, not told one by one."""
    told = Event.objects.visible_to(viewer).of(rule)
    return told.exclude(verb="rule.answered", facts__answer=CAN_LIVE)


def _past(versions: list[RuleVersion]) -> list[Past]:
    """Return the versions, newest first, each with what it changed."""
    before = [*(version.text for version in versions[1:]), ""]
    return [
        Past(version, difference(earlier, version.text) if earlier else [])
        for version, earlier in zip(versions, before, strict=True)
    ]


def _powers(newest: RuleVersion, viewer: Person) -> dict[str, bool]:
    may_decide = decides(viewer)
    return {
        "may_decide": may_decide,
        "may_withdraw": may_decide or newest.proposed_by == viewer,
        "may_log": viewer.may(Role.MEMBER),
    }
