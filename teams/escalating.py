"""Asking the next level about barriers that do not move: what is due, and doing it once.

The rule itself stands in ``teams.escalation``; here it meets the rows. Beat asks every minute which
barriers are due to go up and have not: two beats at once, or one after an outage, ask each person
once, since a level of an occasion is one row.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import now

from changeprog.communications.notices import tell
from changeprog.programme.models import Person, Programme, Team
from teams import escalation
from teams.escalation import Asked, Due, Level, Rung, Standing
from teams.models import Barrier, Escalation, EscalationRule, Seat
from teams.models.barrier import ASKED


@dataclass(frozen=True)
class Ladders:
    """What the rule has to know of one programme: its settings, clock, chairs and champions."""

    rule: EscalationRule
    zone: ZoneInfo
    rollout: int
    chairs: dict[int, list[int]]
    """Of each team, by their numbers."""
    champions: list[int]

    @classmethod
    def of(cls, programme: Programme) -> "Ladders":
        chairs: dict[int, list[int]] = defaultdict(list)
        seats = Seat.objects.held().chairs().filter(team__programme=programme)
        for team, person in seats.order_by("pk").values_list("team", "person"):
            chairs[team].append(person)
        champions = Person.objects.champions().filter(programme=programme).order_by("pk")
        return cls(
            rule=EscalationRule.of(programme),
            zone=ZoneInfo(programme.time_zone),
            rollout=Team.objects.get(programme=programme, kind=Team.Kind.ROLLOUT).pk,
            chairs=chairs,
            champions=list(champions.values_list("pk", flat=True)),
        )

    def ladder(self, barrier: Barrier) -> list[Rung]:
        """Return who is asked about ``barrier``, from the bottom up.

        The chairs are those of its own team; those of the rollout team where it has none.
        """
        owner = barrier.present_owner
        chairs = self.chairs.get(barrier.team_id or self.rollout, [])
        return escalation.rungs(owner.pk if owner else None, chairs, self.champions)

    def following(self, barrier: Barrier, asked: Asked | None) -> Due | None:
        """Return who is asked next about a standing barrier, and when."""
        ladder, terms = self.ladder(barrier), self.rule.terms
        return escalation.following(how_it_stands(barrier), asked, ladder, terms, self.zone)


def how_it_stands(barrier: Barrier) -> Standing:
    """Return the barrier as the rule sees it; an owner who was removed leaves it to nobody."""
    owner, since = barrier.owner, barrier.since
    if owner and owner.removed_at:
        since = max(since, owner.removed_at)
    return Standing(since, barrier.present_owner is not None, barrier.next_step_due)


def was_asked(barrier: Barrier) -> Asked | None:
    """Return the highest level that was asked on the present occasion."""
    rows = Escalation.objects.filter(barrier=barrier, occasion=barrier.occasion)
    highest = rows.order_by("-level").first()
    return Asked(Level(highest.level), highest.at) if highest else None


def due(at: datetime) -> list[Barrier]:
    """Return the barriers that are due at ``at`` to go up and have not."""
    ladders: dict[int, Ladders] = {}
    found = []
    for barrier in Barrier.objects.waiting(at).select_related("owner", "programme"):
        if barrier.programme_id not in ladders:
            ladders[barrier.programme_id] = Ladders.of(barrier.programme)
        level, since = barrier.asked_level, barrier.asked_at
        asked = Asked(Level(level), since) if level and since else None
        step = ladders[barrier.programme_id].following(barrier, asked)
        if step and step.at <= at:
            found.append(barrier)
    return found


def escalate_due() -> int:
    """Ask the next level about every barrier that is due; return how many there were."""
    return sum(escalate(barrier.pk) for barrier in due(now()))


@transaction.atomic
def escalate(key: int) -> bool:
    """Ask the next level about one barrier, if it is still due; say whether it was.

    The row is locked, so what somebody did about the barrier a moment ago is seen.
    """
    rows = Barrier.objects.standing().select_for_update(of=("self",))
    barrier = rows.select_related("programme", "owner").filter(pk=key).first()
    if barrier is None:
        return False
    moment = now()
    step = Ladders.of(barrier.programme).following(barrier, was_asked(barrier))
    if step is None or step.at > moment:
        return False
    reached = Escalation.objects.create(
        barrier=barrier,
        occasion=barrier.occasion,
        level=step.rung.level,
        final=step.final,
        at=moment,
    )
    people = list(Person.objects.filter(pk__in=step.rung.people))
    reached.people.set(people)
    ask(barrier, step.rung.level, people)
    return True


def ask(barrier: Barrier, level: Level, people: Sequence[Person]) -> None:
    """Tell the journal, and each of these people in the mail of their next morning."""
    why = reason(barrier)
    for person in people:
        tell(
            person,
            ASKED,
            f"{barrier.pk}.{barrier.occasion}.{level.value}",
            text=barrier.what,
            detail=f"{why} {REQUESTS[level]}",
            path=barrier.get_absolute_url(),
        )
    asked = ", ".join(person.name for person in people)
    barrier.record("escalated", None, level=level.words, asked=asked, why=why)


REQUESTS = {
    Level.OWNER: "You own it: say what is done next and by when, or hand it to somebody who can.",
    Level.CHAIR: "As chair, find it an owner or help the one it has.",
    Level.CHAMPION: "It has come to you as champion: who can clear it, and what do they need?",
}


def reason(barrier: Barrier) -> str:
    """Say in a sentence why somebody is asked."""
    if barrier.present_owner is None:
        return "Nobody owns this barrier."
    day = date_format(barrier.next_step_due) if barrier.next_step_due else "some day"
    return f"{barrier.present_owner}'s next step was due by {day}: {barrier.next_step}."


@dataclass(frozen=True)
class Outlook:
    """How far a barrier has gone up, and what comes next, for its page."""

    level: Level | None
    since: datetime | None
    people: list[Person]
    why: str
    next_level: Level | None
    next_at: datetime | None
    next_people: list[Person]

    @property
    def is_due(self) -> bool:
        """Whether the next level is asked by the next beat."""
        return bool(self.next_at and self.next_at <= now())


def outlook(barrier: Barrier) -> Outlook | None:
    """Return who is asked about a standing barrier and who will be; ``None`` if nobody ever is."""
    if barrier.knocked_down_at:
        return None
    asked = was_asked(barrier)
    step = Ladders.of(barrier.programme).following(barrier, asked)
    if asked is None and step is None:
        return None
    mine = {"escalations__barrier": barrier, "escalations__occasion": barrier.occasion}
    return Outlook(
        level=asked.level if asked else None,
        since=asked.at if asked else None,
        people=list(Person.objects.filter(**mine, escalations__level=asked.level.value))
        if asked
        else [],
        why=reason(barrier) if asked else "",
        next_level=step.rung.level if step else None,
        next_at=step.at if step else None,
        next_people=list(Person.objects.filter(pk__in=step.rung.people)) if step else [],
    )
