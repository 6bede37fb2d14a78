"""The procedures that the app runs, as one person sees them: what comes next, what came last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.timezone import localdate, now

from changeprog.communications import approving, audience, wording
from changeprog.communications.models import Edition, Procedure
from changeprog.programme.models import Person


@dataclass(frozen=True)
class Running:
    """One procedure: its ``state`` and ``tone`` in words, the next day, its editions that matter.

    ``reads`` is whether the viewer may read what it sends, ``works`` whether they decide about it.
    """

    procedure: Procedure
    who: str
    what: str
    when: str
    state: str
    tone: str
    next_day: date | None
    last: Edition | None
    waiting: Edition | None
    reads: bool
    works: bool


def procedures(person: Person) -> list[Running]:
    """Return what runs in the programme of ``person``; the number of queries is constant.

    Only procedures around milestones or workshops ask for these besides.
    """
    own = Procedure.objects.run_by_app().filter(programme=person.programme_id)
    rows = list(own.with_audience().with_state().order_by("pk"))
    reached = reaching(person, rows)
    newest, waiting = _newest(rows), _waiting(rows)
    return [
        _running(row, person, row.pk in reached, newest.get(row.pk), waiting.get(row.pk))
        for row in rows
    ]


def reaching(person: Person, rows: Sequence[Procedure]) -> set[int]:
    """Return the numbers of those among ``rows`` that reach ``person``; one query for all."""
    if not rows:
        return set()
    reached = {
        f"by_{row.pk}": Case(
            When(audience.reached_by(row) or Q(pk=person.pk), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        for row in rows
    }
    found = Person.objects.filter(audience.TAKES_PART, pk=person.pk).annotate(**reached)
    known = found.values(*reached).first() or {}
    return {row.pk for row in rows if known.get(f"by_{row.pk}")}


def may_read(person: Person, edition: Edition) -> bool:
    """Whether ``person`` may read an edition: who decides about it, and once approved its readers.

    Nobody else learns what an edition says before it goes out.
    """
    if approving.works_on(person, edition.procedure):
        return True
    is_out = edition.status == Edition.Status.APPROVED
    return is_out and edition.procedure.readers().filter(pk=person.pk).exists()


def _running(
    row: Procedure, person: Person, reads: bool, last: Edition | None, waiting: Edition | None
) -> Running:
    works = approving.works_on(person, row)
    state, tone = standing(row, waiting)
    return Running(
        procedure=row,
        who=wording.who(row),
        what=wording.what(row),
        when=wording.when(row),
        state=state,
        tone=tone,
        next_day=waiting.occurrence if waiting else _next_day(row, person, now()),
        last=last,
        waiting=waiting,
        reads=reads or works,
        works=works,
    )


def standing(procedure: Procedure, waiting: Edition | None) -> tuple[str, str]:
    """Say in words how a procedure stands, and in which tone."""
    if procedure.programme.closed_at:
        return "The programme is closed", ""
    if not procedure.programme.goes_on:
        return "The programme has been stopped", ""
    if procedure.has_ended(localdate()):
        return ("Switched off" if procedure.automatic else "Ended"), ""
    if waiting and waiting.overdue_at and procedure.needs_approval:
        return "Late: nobody has approved it", "is-bad"
    if waiting:
        return "Waiting for approval" if procedure.needs_approval else "Prepared", "is-warn"
    return "Runs", "is-good"


def _next_day(procedure: Procedure, person: Person, moment: datetime) -> date | None:
    if procedure.is_at_once or procedure.has_ended(localdate()):
        return None
    return procedure.next_day_after(procedure.latest, [person.time_zone], moment)


def _newest(rows: Sequence[Procedure]) -> dict[int, Edition]:
    """Return the last edition of each that does not wait, with the counts of its deliveries."""
    decided = Edition.objects.filter(procedure__in=rows).exclude(status=Edition.Status.WAITING)
    newest = decided.order_by("procedure_id", "-occurrence", "-number").distinct("procedure_id")
    known = Edition.objects.with_counts().filter(pk__in=list(newest.values_list("pk", flat=True)))
    return {each.procedure_id: each for each in known.select_related("procedure__programme")}


def _waiting(rows: Sequence[Procedure]) -> dict[int, Edition]:
    waiting = Edition.objects.waiting().filter(procedure__in=rows)
    return {each.procedure_id: each for each in waiting.select_related("procedure__programme")}
