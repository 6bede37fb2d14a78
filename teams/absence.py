"""Absence that repeats: a sign that somebody was promised twice, never a mark against them."""

from collections import defaultdict
from collections.abc import Sequence

from changeprog.programme.models import Person, Programme
from teams.models import Attendance, AttendanceState, Meeting

LOOKED_AT = 3
"""Meetings back from the last one that are looked at."""
REPEATED = 2
"""Absences among them that are worth a question."""


def is_repeated(states: Sequence[str]) -> bool:
    """Whether somebody's newest states say that they are kept away; the newest comes first.

    Only the last ``LOOKED_AT`` count. Coming late, or sending somebody, is no absence.
    """
    return list(states[:LOOKED_AT]).count(AttendanceState.ABSENT) >= REPEATED


def absences(programme: Programme) -> list[Person]:
    """Return who was kept away from ``REPEATED`` of the last ``LOOKED_AT`` meetings, by name.

    Names and nothing else, so that nobody can be ranked by it.
    """
    recent = list(Meeting.objects.closed().filter(programme=programme)[:LOOKED_AT])
    rows = Attendance.objects.filter(meeting__in=recent, person__removed_at=None)
    newest_first = rows.select_related("person__function").order_by("-meeting__opened_at", "-pk")
    states: dict[Person, list[str]] = defaultdict(list)
    for row in newest_first:
        states[row.person].append(row.state)
    kept_away = [person for person, said in states.items() if is_repeated(said)]
    return sorted(kept_away, key=lambda person: (person.name, person.pk))
