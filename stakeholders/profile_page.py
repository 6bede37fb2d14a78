"""What the page of one profile shows, for the page and for the fragment after a change."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now

from changeprog.programme.models import Person, Role
from stakeholders import trend
from stakeholders.looking import looks_at
from stakeholders.models import (
    Ambassador,
    Assessment,
    Belief,
    Conversation,
    Conviction,
    Stakeholder,
)
from stakeholders.support import Support

LATEST_LOOKS = 6
LATEST_MOVES = 30
LEVEL_WORDS = {"support": "Support now", "needed": "Support needed", "touched": "Touched"}


@dataclass(frozen=True)
class Moved:
    """One level moved: in words, with the reason where a conversation is one."""

    row: Assessment
    label: str
    before: str
    after: str
    reason: str

    @property
    def level(self) -> int | None:
        """The step of support that was reached, for its colour."""
        return self.row.after if self.row.field in {"support", "needed"} else None


def shown(stakeholder: Stakeholder, viewer: Person) -> dict[str, Any]:
    """Return what the profile shows to ``viewer``, who may see it."""
    leads = viewer.may(Role.FACILITATOR)
    moves = [moved(row) for row in _moves(stakeholder)]
    return {
        "stakeholder": stakeholder,
        "moves": [each for each in moves if each.row.field == "support"],
        "other_moves": [each for each in moves if each.row.field != "support"],
        "picture": _picture(stakeholder, moves),
        "convictions": convictions(stakeholder),
        "guarantees": stakeholder.guarantees.select_related("given_by"),
        "ambassadors": Ambassador.objects.accepted()
        .filter(charges__stakeholder=stakeholder)
        .select_related("person"),
        "own": None if leads else viewer.ambassadorships.accepted().first(),
        "viewer": viewer,
        "may_change": leads,
        "may_give_record": viewer.may(Role.CHAMPION),
        "looks": looks_at(stakeholder)[:LATEST_LOOKS] if leads else [],
    }


def conversations(stakeholder: Stakeholder) -> QuerySet[Conversation]:
    """Return the talks with somebody, the newest first."""
    rows: QuerySet[Conversation] = stakeholder.conversations.select_related("by")
    return rows


def convictions(stakeholder: Stakeholder) -> list[Conviction]:
    """Return all six in their order; what nobody has asked about yet is unknown."""
    known = {row.belief: row for row in stakeholder.convictions.all()}
    return [
        known.get(belief) or Conviction(stakeholder=stakeholder, belief=belief) for belief in Belief
    ]


def moved(row: Assessment) -> Moved:
    """Return one move in words."""
    of_support = row.field in {"support", "needed"}
    return Moved(
        row=row,
        label=LEVEL_WORDS.get(row.field, row.field.capitalize()),
        before=_word(row.before, of_support=of_support),
        after=_word(row.after, of_support=of_support),
        reason=_reason(row),
    )


def _moves(stakeholder: Stakeholder) -> QuerySet[Assessment]:
    return stakeholder.assessments.select_related("by", "conversation")[:LATEST_MOVES]


def _word(level: int | None, *, of_support: bool) -> str:
    if level is None:
        return "not known"
    return Support(level).label if of_support else str(level)


def _reason(row: Assessment) -> str:
    talk = row.conversation
    return (talk.moved or talk.said) if talk else row.get_origin_display()


def _picture(stakeholder: Stakeholder, moves: list[Moved]) -> trend.Picture | None:
    of_support = [each.row for each in reversed(moves) if each.row.field == "support"]
    known = [trend.Move(row.at, row.after) for row in of_support if row.after is not None]
    return trend.draw(known, stakeholder.needed, now())
