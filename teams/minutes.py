"""The minutes of a meeting: what everybody can read afterwards, and print."""

from dataclasses import dataclass

from changeprog.programme.models import Person
from teams import middles
from teams.meeting_room import Stretch, stretches
from teams.middles import Passage
from teams.models import Action, Attendance, AttendanceState, Decision, Meeting
from teams.pace import length


@dataclass(frozen=True)
class Minutes:
    """Everything that the document says beside the meeting itself."""

    here: list[Attendance]
    late: list[Attendance]
    substitutes: list[Attendance]
    absent: list[Attendance]
    agenda: list[Stretch]
    passages: list[Passage]
    decisions: list[Decision]
    actions: list[Action]
    earlier: list[Action]
    took: str
    """How long it was from opening to closing."""
    leader: Person | None


def minutes_of(meeting: Meeting) -> Minutes:
    """Return the minutes of a closed meeting; as many queries for one person as for many."""
    rows = list(Attendance.objects.filter(meeting=meeting).with_names())
    actions = Action.objects.kept().with_names()
    opened, closed = meeting.opened_at, meeting.closed_at
    return Minutes(
        here=_in_state(rows, AttendanceState.PRESENT),
        late=_in_state(rows, AttendanceState.LATE),
        substitutes=_in_state(rows, AttendanceState.SUBSTITUTE),
        absent=_in_state(rows, AttendanceState.ABSENT),
        agenda=stretches(meeting),
        passages=list(middles.passages(meeting)),
        decisions=list(Decision.objects.standing().filter(meeting=meeting)),
        actions=list(actions.filter(meeting=meeting)),
        earlier=list(Action.objects.open_at(meeting).with_names()),
        took=length(closed - opened) if opened and closed else "",
        leader=meeting.leader or meeting.opened_by,
    )


def _in_state(rows: list[Attendance], state: str) -> list[Attendance]:
    return [row for row in rows if row.state == state]
