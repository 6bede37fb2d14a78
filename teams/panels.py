"""What the home page shows of the daily work, and what each person has promised."""

from typing import Any

from django.db.models import Exists

from changeprog.direction.models import Milestone
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from teams.models import Action, Barrier, Victory
from teams.models.agreement import due_today
from teams.models.barrier_rows import BarrierQuerySet

OLDEST = 4
QUOTED = 4
PROMISED = 6


def in_the_way(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the oldest standing barriers and how many stand."""
    barriers, standing = _first(Barrier.objects.filter(programme=programme).standing(), OLDEST)
    return {"barriers": barriers, "standing": standing}


def _first(rows: BarrierQuerySet, shown: int) -> tuple[list[Barrier], int]:
    """Return the first barriers with their names, and how many there are, in one query."""
    first = list(rows.with_names().with_count()[:shown])
    return first, first[0].together if first else 0


def won(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the promoted victories to quote, or while there are none, the newest ones."""
    shown = list(Victory.objects.filter(programme=programme).with_names().promoted_first()[:QUOTED])
    quoted = [victory for victory in shown if victory.promoted_at]
    return {"quoted": quoted, "newest": [] if quoted else shown}


def asked(person: Person) -> dict[str, Any]:
    """Return the barriers that have come up to ``person``, the oldest first.

    Mostly there are none, which is asked without all the names.
    """
    own = Barrier.objects.asked_of(person)
    barriers, count = _first(own, PROMISED) if own.exists() else ([], 0)
    return {"barriers": barriers, "count": count, "shown": PROMISED}


def promised(person: Person) -> dict[str, Any]:
    """Return what ``person`` owns that is open, and the agreements they have to look at again."""
    barriers = Barrier.objects.filter(owner=person).standing()
    milestones = Milestone.objects.filter(owner=person).open()
    return {
        "person": person,
        "barriers": barriers[:PROMISED],
        "milestones": milestones[:PROMISED],
        "agreements": due_today(person)[:PROMISED],
        "actions": Action.objects.filter(owner=person).open()[:PROMISED],
    }


IN_THE_WAY = ProgrammeRegion(
    name="home-barriers",
    template="teams/_home_barriers.html",
    verbs=("barrier.", "person.changed", "person.joined", "person.removed"),
    context=in_the_way,
)
WON = ProgrammeRegion(
    name="home-victories",
    template="teams/_home_victories.html",
    verbs=("victory.", "person.joined"),
    context=won,
)
ASKED_OF_ME = ProgrammeRegion(
    name="home-asked",
    template="teams/_home_asked.html",
    verbs=("barrier.", "person.removed"),
    personal_context=asked,
)
PROMISED_BY_ME = ProgrammeRegion(
    name="home-mine",
    template="teams/_home_mine.html",
    verbs=("barrier.", "milestone.", "agreement.", "seat.", "action."),
    personal_context=promised,
)


def has_victory(programme: Programme) -> Exists:
    """Ask whether a victory has been logged at all."""
    return Exists(Victory.objects.filter(programme=programme))
