"""All that is said of the weeks of a programme's people: promises, duties, and what is asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from changeprog.direction.models import Promise
from changeprog.programme.models import Person, Programme
from teams import asked_hours
from teams.asked_hours import AskedHours
from teams.commitment import Hours, Taken, monday, share, weigh
from teams.models import Attendance, AttendanceState, Duty, Meeting, Seat


@dataclass(frozen=True)
class KnownTime:
    """What is said of each person, by their key; what is asked of them, by their key and week."""

    seats: dict[int, list[Seat]]
    promises: dict[int, list[Promise]]
    duties: dict[int, list[Duty]]
    asked: dict[tuple[int, date], list[AskedHours]]
    attendances: dict[tuple[int, int], Attendance]
    """Of meetings ahead, to which somebody else could go, by the keys of person and meeting."""
    weighed: dict[tuple[int, date], Hours] = field(default_factory=dict)
    """Weeks that were asked about already."""

    @classmethod
    def of(
        cls, programme: Programme, weeks: Sequence[date], those: Collection[Person] | None = None
    ) -> "KnownTime":
        """Read what is said of ``those``, or of everybody: as many queries for one as for all."""
        of_whom = Q() if those is None else Q(person__in=those)
        last = weeks[-1] + timedelta(days=6)
        promises = Promise.objects.of_time(programme).filter(withdrawn_at=None, since__lte=last)
        duties = Duty.objects.of_present().filter(programme=programme, until__gte=weeks[0])
        seats = Seat.objects.held().filter(of_whom, team__programme=programme)
        named = promises.filter(of_whom).select_related("resource__programme", "person")
        return cls(
            seats=_by_person(seats.with_names()),
            promises=_by_person(named),
            duties=_by_person(duties.filter(of_whom).with_names()),
            asked=_by_week(asked_hours.asked(programme, weeks)),
            attendances={
                (each.person_id, each.meeting_id): each
                for each in _expected(programme).filter(of_whom)
            },
        )

    def week(self, person: int, first: date) -> Hours:
        """Return how the week of somebody stands that begins on ``first``, a Monday."""
        if (known := self.weighed.get((person, first))) is None:
            known = self.weighed[person, first] = self._weigh(person, first)
        return known

    def _weigh(self, person: int, first: date) -> Hours:
        seats = [seat.hours for seat in self.seats.get(person, [])]
        promises = [
            each.amount * share(first, each.since, each.until)
            for each in self.promises.get(person, [])
        ]
        return weigh(
            [*seats, *promises],
            [
                Taken(share(first, each.since, each.until), each.hours)
                for each in self.duties_in(person, first)
            ],
            [each.hours for each in self.asked_in(person, first)],
        )

    def promises_in(self, person: int, first: date) -> list[Promise]:
        """Return what somebody promised to resources in the week that begins on ``first``."""
        own = self.promises.get(person, [])
        return [each for each in own if share(first, each.since, each.until)]

    def duties_in(self, person: int, first: date) -> list[Duty]:
        """Return the duties that somebody has on a working day of that week."""
        own = self.duties.get(person, [])
        return [each for each in own if share(first, each.since, each.until)]

    def asked_in(self, person: int, first: date) -> list[AskedHours]:
        """Return what is asked of somebody in that week."""
        return self.asked.get((person, first), [])

    def attendances_in(self, person: int, first: date) -> list[Attendance]:
        """Return the meetings of that week in which somebody else could take their place."""
        asked = {each.meeting for each in self.asked_in(person, first) if each.meeting}
        found = [self.attendances.get((person, meeting)) for meeting in asked]
        return sorted(filter(None, found), key=lambda each: (each.meeting.starts_at, each.pk))


def _expected(programme: Programme) -> "QuerySet[Attendance]":
    ahead = Meeting.objects.filter(programme=programme).ahead().values("pk")
    rows = Attendance.objects.filter(meeting__in=ahead, state=AttendanceState.EXPECTED)
    return rows.select_related("meeting").order_by()


def _by_person(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return dict(found)


def _by_week(rows: Iterable[AskedHours]) -> dict[tuple[int, date], list[AskedHours]]:
    found: dict[tuple[int, date], list[AskedHours]] = defaultdict(list)
    for row in rows:
        found[row.person, monday(row.day)].append(row)
    return dict(found)
