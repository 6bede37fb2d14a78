"""How the people on the teams work with one another, live: rules in force and rules proposed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from changeprog.communications.digest import Line
from changeprog.direction.difference import Piece, difference
from changeprog.programme.models import Person, Programme
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from teams.consent import Stand, Verdict, verdict
from teams.models import RuleAnswer, RuleVersion, WorkingRule
from teams.models.voice import decides, voices
from teams.starters import STARTERS, Starter

VERBS = ("rule.", "seat.", "person.removed", "person.changed")


@dataclass(frozen=True)
class Proposal:
    """Words that wait to be adopted, and how the people on the teams stand to them."""

    version: RuleVersion
    verdict: Verdict
    agreed: list[RuleAnswer]
    doubts: list[RuleAnswer]
    mine: RuleAnswer | None
    silent: int
    """People on the teams who have said nothing yet."""
    pieces: list[Piece]
    """What is different from the words in force; empty when there are none."""


def proposal(
    version: RuleVersion, everybody: Collection[int], viewer: Person, in_force: str = ""
) -> Proposal:
    """Return how ``everybody`` on the teams, by key, stands to ``version``."""
    answers = [answer for answer in version.answers.all() if answer.person_id in everybody]
    return Proposal(
        version=version,
        verdict=verdict([Stand(a.person_id, a.can_live) for a in answers], everybody),
        agreed=[answer for answer in answers if answer.can_live],
        doubts=[answer for answer in answers if not answer.can_live],
        mine=next((answer for answer in answers if answer.person_id == viewer.pk), None),
        silent=len(everybody) - len(answers),
        pieces=difference(in_force, version.text) if in_force else [],
    )


def rules(person: Person) -> dict[str, Any]:
    """Return the rules in force, the proposals, and the starters that nobody has proposed."""
    programme, everybody = person.programme, voices(person.programme)
    known = RuleVersion.objects.of(programme).with_names()
    adopted = list(known.adopted())
    in_force = {version.rule_id: version.text for version in adopted}
    proposed = known.proposed().prefetch_related("answers__person")
    return {
        "person": person,
        "adopted": adopted,
        "proposals": [
            proposal(version, everybody, person, in_force.get(version.rule_id, ""))
            for version in proposed.annotate(remarks=Count("comments"))
        ],
        "starters": starters(programme),
        "may_answer": person.pk in everybody,
        "may_decide": decides(person),
        "on_teams": len(everybody),
    }


def starters(programme: Programme) -> list[Starter]:
    """Return the rules to begin with that nobody has proposed in ``programme`` yet."""
    keys = WorkingRule.objects.filter(programme=programme).values_list("key", flat=True)
    known = set(keys)
    return [each for each in STARTERS if each.key(programme) not in known]


def adopted_lines(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell, for minutes and digests, which rules were adopted in [``since``, ``until``)."""
    window = RuleVersion.objects.filter(rule__programme=programme).adopted_between(since, until)
    return [_line(version) for version in window.with_names()]


def _line(version: RuleVersion) -> Line:
    kind = "Working rule" if version.number == 1 else "Working rule, in new words"
    over = f" Adopted over an open “not yet”: {version.note}" if version.note else ""
    by = version.proposed_by.name if version.proposed_by else ""
    detail = f"{version.reason}{over}".strip()
    return Line(f"{kind}: {version.text}", detail, version.rule.get_absolute_url(), by)


RULES = ProgrammeRegion(
    name="team-rules", template="teams/rules/_rules.html", verbs=VERBS, personal_context=rules
)
ROOM = ProgrammeRoom("rules")
ROOM.add(RULES)
