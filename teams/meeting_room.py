"""The live pages of one meeting: for those who lead it, for those who follow, for the projector."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate, now

from changeprog.direction.models import Milestone, Vision
from changeprog.programme.models import Person, Programme, Role, Team
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom
from changeprog.programme.rooms import ProgrammeRegion
from teams import middles
from teams.models import (
    Action,
    AgendaPart,
    Attendance,
    AttendanceState,
    Decision,
    Meeting,
    RuleVersion,
)
from teams.models.attendance import HERE
from teams.pace import length, pace, planned_starts

LEADS, FOLLOWS, SCREEN = "leader", "follower", "screen"
"""The audiences: who sees the controls, who does not, and the wall."""
NEXT_MILESTONES = 5
ON_SCREEN = 4
"""Decisions and actions that the projector has room for, the newest ones."""


def find(programme_key: str, number: int) -> Meeting | None:
    """Return the meeting with that key in the programme with that key."""
    return Meeting.objects.with_names().filter(programme__key=programme_key, pk=number).first()


def audience(meeting: Meeting, person: Person) -> str:
    """Return whether ``person`` leads the meeting or follows it."""
    return LEADS if meeting.led_by(person) else FOLLOWS


@dataclass(frozen=True)
class Stretch:
    """A part as the agenda shows it: when it starts, and whether it is over, on, or ahead."""

    part: AgendaPart
    starts: datetime
    state: str
    first: bool
    last: bool

    @property
    def took(self) -> str:
        """How long the part really took; nothing while it is not over."""
        part = self.part
        if part.started_at is None or part.ended_at is None:
            return ""
        return length(part.ended_at - part.started_at)


def stretches(meeting: Meeting) -> list[Stretch]:
    """Return the agenda with its times: actual ones where they are known, else planned ones."""
    parts = list(meeting.parts.all())
    begins = planned_starts(meeting.opened_at or meeting.starts_at, parts)
    return [
        Stretch(
            part=part,
            starts=part.started_at or planned,
            state=state_of(part, meeting),
            first=place == 0,
            last=place == len(parts) - 1,
        )
        for place, (part, planned) in enumerate(zip(parts, begins, strict=True))
    ]


def state_of(part: AgendaPart, meeting: Meeting) -> str:
    """Return "now", "done" or "ahead"."""
    if meeting.status == Meeting.Status.OPEN and part.pk == meeting.current_id:
        return "now"
    return "done" if part.started_at else "ahead"


def agenda(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return the agenda, and how it adds up."""
    rows = stretches(meeting)
    return {
        "meeting": meeting,
        "rows": rows,
        "total": sum(row.part.minutes for row in rows),
        "may_lead": seen_as == LEADS,
        "may_edit": seen_as == LEADS and meeting.status in {"planned", "open"},
    }


def part(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return the part that is on, with how the meeting stands to its agenda."""
    rows = list(meeting.parts.all())
    on = next((row for row in rows if row.pk == meeting.current_id), None)
    known = pace(meeting.opened_at, rows) if meeting.opened_at else None
    place = rows.index(on) + 1 if on else 0
    return {
        "meeting": meeting,
        "part": on,
        "place": place,
        "count": len(rows),
        "following": rows[place] if on and place < len(rows) else None,
        "pace": known,
        "pace_words": known.words(now()) if known else "",
        "left": known.left(now()) if known else "",
        "late": int(known.late.total_seconds()) if known else 0,
        "middle": middles.shared(on.kind, meeting.programme) if on else "",
        "may_lead": seen_as == LEADS,
    }


def middle(meeting: Meeting, person: Person) -> dict[str, Any]:
    """Return what the part that is on has for this person alone."""
    on = meeting.current if meeting.status == Meeting.Status.OPEN else None
    return {"middle": middles.personal(on.kind, person) if on else ""}


def outcomes(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return what was decided and agreed here, and what came along from earlier meetings."""
    actions = Action.objects.kept().with_names()
    return {
        "meeting": meeting,
        "decisions": Decision.objects.standing().filter(meeting=meeting),
        "actions": actions.filter(meeting=meeting),
        "earlier": Action.objects.open_at(meeting).with_names(),
        "today": localdate(),
        "may_lead": seen_as == LEADS,
    }


def people(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return who is here and who is not, those here first."""
    rows = list(Attendance.objects.filter(meeting=meeting).with_names())
    here = [row for row in rows if row.is_here]
    return {
        "meeting": meeting,
        "here": here,
        "others": [row for row in rows if not row.is_here],
        "invited": len(rows),
        "may_lead": seen_as == LEADS,
    }


def mine(meeting: Meeting, person: Person) -> dict[str, Any]:
    """Return how this person takes part."""
    row = Attendance.objects.filter(meeting=meeting, person=person).select_related("substitute")
    may_log = person.may(Role.MEMBER)
    return {"meeting": meeting, "person": person, "mine": row.first(), "may_log": may_log}


def controls(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return where "back" and "next" lead; nothing for those who follow."""
    parts = list(meeting.parts.all())
    place = next((i for i, each in enumerate(parts) if each.pk == meeting.current_id), -1)
    following = parts[place + 1] if place + 1 < len(parts) else None
    closes = seen_as == LEADS and following is None and meeting.status == Meeting.Status.OPEN
    return {
        "meeting": meeting,
        "back": parts[place - 1] if place > 0 else None,
        "next": following,
        "proposed": open_proposals(meeting.programme) if closes else 0,
        "may_lead": seen_as == LEADS,
    }


def open_proposals(programme: Programme) -> int:
    """Return how many rules are proposed and neither adopted nor withdrawn."""
    return RuleVersion.objects.of(programme).proposed().count()


def state(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return whether the meeting is planned, going on or over."""
    return {"meeting": meeting, "may_lead": seen_as == LEADS}


def screen(meeting: Meeting, seen_as: str) -> dict[str, Any]:
    """Return what the wall shows: the part, how many are here, what has been decided just now."""
    here = Count("pk", filter=Q(state__in=HERE))
    absent = Count("pk", filter=Q(state=AttendanceState.ABSENT))
    counts = Attendance.objects.filter(meeting=meeting).aggregate(
        here=here, absent=absent, invited=Count("pk")
    )
    decided = Decision.objects.standing().filter(meeting=meeting).order_by("-made_at", "-pk")
    agreed = Action.objects.kept().filter(meeting=meeting).with_names().order_by("-agreed_at")
    return {
        **part(meeting, seen_as),
        "counts": counts,
        "decisions": decided[:ON_SCREEN],
        "actions": agreed[:ON_SCREEN],
    }


def process(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return what the change process is explained by: vision, core teams, what happens when."""
    milestones = Milestone.objects.filter(programme=programme).open().with_names()
    return {
        "vision": Vision.current(programme),
        "teams": Team.objects.filter(programme=programme).core(),
        "milestones": milestones[:NEXT_MILESTONES],
    }


PROCESS = ProgrammeRegion(
    "meeting-process",
    "teams/meeting/_process.html",
    ("vision.", "team.", "milestone."),
    process,
)

OF_MEETING = ("meeting.", "part.")
PEOPLE = ("attendance.", "person.")
ROOM: ObjectRoom[Meeting] = ObjectRoom(
    "meeting", find=find, audience=audience, admitting=("meeting.changed", "person.changed")
)
WALL: ObjectRoom[Meeting] = ObjectRoom(
    "meeting-screen", find=find, audience=lambda *_: SCREEN, framed=False
)


def open_rooms() -> None:
    """Open both rooms, once all middles are known."""
    about = middles.verbs()
    shared = [
        ("state", OF_MEETING, state),
        ("agenda", OF_MEETING, agenda),
        ("part", (*OF_MEETING, *about), part),
        ("outcomes", ("meeting.", "decision.", "action.", "person."), outcomes),
        ("people", ("meeting.", *PEOPLE), people),
        ("controls", (*OF_MEETING, "rule."), controls),
    ]
    for name, verbs, context in shared:
        ROOM.add(_region(name, verbs, context=context))
    ROOM.add(_region("mine", ("meeting.", *PEOPLE), personal_context=mine))
    ROOM.add(_region("middle", ("meeting.", *about), personal_context=middle))
    ROOM.open()
    everything = (*OF_MEETING, *PEOPLE, *about, "decision.", "action.")
    WALL.add(_region("screen", everything, context=screen))
    WALL.open()


def _region(name: str, verbs: tuple[str, ...], **contexts: Any) -> ObjectRegion[Meeting]:
    return ObjectRegion(f"meeting-{name}", f"teams/meeting/_{name}.html", verbs, **contexts)
