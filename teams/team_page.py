"""The page about one team: its seats, live, what it owes, and who sat there before."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.models import Person, Role, Team
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom
from teams.models import Barrier, CoChairAgreement, Seat
from teams.models.agreement import chairs_of
from teams.models.seat import leads
from teams.representation import missing, read, with_candidates
from teams.seating import STALE_NAMES

LEADS, FOLLOWS = "leads", "follows"
OWED = 8
"""Things of a kind that the team owes; the lists of the direction have the others."""
FORMER = 30
"""Seats of before."""


@dataclass(frozen=True)
class SharedChair:
    """How the agreement of the chairs stands, for the few who may see it."""

    agreement: CoChairAgreement
    chairs: list[Seat]
    holds: bool
    asks: bool
    mine: Seat | None
    """The chair of whoever reads it, if they have one."""

    @property
    def mine_confirmed(self) -> bool:
        """Whether the reader has confirmed the words as they are."""
        return self.mine is not None and self.holds_for(self.mine)

    def holds_for(self, seat: Seat) -> bool:
        """Whether the chair in ``seat`` has confirmed the complete words as they are."""
        return self.agreement.is_complete(self.chairs) and self.agreement.confirmed(seat)

    @property
    def is_shared(self) -> bool:
        """Whether there are two chairs to agree."""
        return len(self.chairs) > 1


def find(programme_key: str, number: int) -> Team | None:
    """Return a team of the programme with that key."""
    own = Team.objects.filter(programme__key=programme_key, pk=number)
    return own.select_related("programme").first()


def audience(team: Team, person: Person) -> str:
    """Return whether ``person`` gives seats in ``team`` or only sees them."""
    may = person.may(Role.CHAMPION) or (person.may(Role.MEMBER) and leads(person, team))
    return LEADS if may and not team.retired_at else FOLLOWS


def seats(team: Team, audience: str) -> dict[str, Any]:
    """Return who sits in ``team``, what is missing there, and whether the viewer may change it."""
    row = read(team.programme, [team])[0]
    open_seats = list(Seat.objects.open().filter(team=team).with_names())
    gaps = with_candidates(team.programme, missing([row]))
    return {
        "team": team,
        "seats": [seat for seat in open_seats if seat.person.removed_at is None],
        "deserted": [seat for seat in open_seats if seat.person.removed_at],
        "hours": sum(seat.hours for seat in open_seats if seat.person.removed_at is None),
        "gaps": gaps,
        "row": row,
        "may_seat": audience == LEADS,
    }


def owes(team: Team) -> dict[str, Any]:
    """Return what the team is to bring about, and what stands in the way of its people."""
    held = Seat.objects.held().filter(team=team)
    barriers = Barrier.objects.filter(programme=team.programme).standing()
    return {
        "milestones": Milestone.objects.filter(team=team).open()[:OWED],
        "objectives": Objective.objects.filter(team=team).with_names()[:OWED],
        "barriers": barriers.filter(owner__in=held.values("person")).with_names()[:OWED],
    }


def former(team: Team) -> list[Seat]:
    """Return the seats that were left, the newest first, with who followed."""
    return list(
        Seat.objects.left()
        .filter(team=team)
        .select_related("person__function", "after__person", "next__person")[:FORMER]
    )


def shared_chair(team: Team, person: Person) -> SharedChair | None:
    """Return how the chairs' agreement stands; nothing for who is neither chair nor champion."""
    chairs = chairs_of(team)
    own = [seat for seat in chairs if seat.person_id == person.pk and person.may(Role.MEMBER)]
    mine = own[0] if own else None
    if mine is None and not person.may(Role.CHAMPION):
        return None
    agreement = CoChairAgreement.of(team)
    asks = agreement.asks_for_review(chairs, localdate())
    return SharedChair(agreement, chairs, agreement.holds(chairs), asks, mine)


SEATS: ObjectRegion[Team] = ObjectRegion(
    "team-seats", "teams/team/_seats.html", STALE_NAMES, context=seats
)
ROOM: ObjectRoom[Team] = ObjectRoom(
    "team", find=find, audience=audience, admitting=("seat.", "person.", "team.")
)


def register() -> None:
    """Open the room about one team."""
    ROOM.add(SEATS)
    ROOM.open()
