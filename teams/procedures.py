"""Who needs to know what, how often: the communication procedures, live, for one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from changeprog.communications import wording
from changeprog.communications.digest import Line
from changeprog.communications.models import Procedure
from changeprog.communications.models.terms import Terms
from changeprog.programme.models import Person, Programme
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from teams.models import Seat
from teams.models.voice import decides

VERBS = ("procedure.", "seat.", "team.", "person.")


@dataclass(frozen=True)
class Agreed:
    """One procedure in words."""

    procedure: Procedure
    who: str
    what: str
    when: str
    way: str

    @classmethod
    def of(cls, procedure: Procedure) -> "Agreed":
        """Put ``procedure`` into words."""
        return cls(
            procedure,
            wording.who(procedure),
            wording.what(procedure),
            wording.when(procedure),
            wording.way(procedure),
        )


def procedures(person: Person) -> dict[str, Any]:
    """Return the procedures that hold, and those that were ended or are over."""
    own = Procedure.objects.filter(programme=person.programme).with_audience()
    today = localdate()
    rows = [Agreed.of(each) for each in own]
    return {
        "person": person,
        "holding": [row for row in rows if not row.procedure.has_ended(today)],
        "ended": [row for row in rows if row.procedure.has_ended(today)],
        "may_decide": decides(person),
    }


def seated(terms: Terms) -> Q:
    """Return the condition of the people with a seat in a team that a procedure reaches."""
    seats = Seat.objects.held().filter(team__in=terms.to_teams.values("pk"))
    return Q(pk__in=seats.values("person"))


def agreed_lines(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell, for minutes and digests, which procedures were agreed in [``since``, ``until``)."""
    own = Procedure.objects.filter(programme=programme)
    return [_line(each) for each in own.agreed_between(since, until).with_audience()]


def _line(procedure: Procedure) -> Line:
    by = procedure.owner.name if procedure.owner else ""
    detail = f"{wording.who(procedure)}, {wording.when(procedure)}, {wording.way(procedure)}"
    path = procedure.get_absolute_url()
    return Line(f"Communication procedure: {procedure.name}", detail, path, by)


PROCEDURES = ProgrammeRegion(
    name="team-procedures",
    template="teams/procedures/_procedures.html",
    verbs=VERBS,
    personal_context=procedures,
)
ROOM = ProgrammeRoom("procedures")
ROOM.add(PROCEDURES)
