"""Who reads what was promised, who is told how it is kept, and who says what it serves."""

from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Q, Subquery, Value, When

from changeprog.direction import undoing
from changeprog.direction.models import Objective
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.programme import journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Role
from workshops.confidence import in_charge
from workshops.models import Commitment, FollowUp, Workshop
from workshops.models.commitment import CommitmentQuerySet
from workshops.record_reading import readable_by


def read_by(reader: Person) -> CommitmentQuerySet:
    """Return what is one's own, and what stands in the records that ``reader`` may read.

    That is what the room has heard and, once the workshop is over, what was signed. Each says as
    ``told`` whether the reader was told how it is kept, which its ``last`` answer says.
    """
    over = Q(workshop__status__in=[Workshop.Status.CLOSED, Workshop.Status.INTERRUPTED])
    stands = Q(heard_at__isnull=False) | (Q(signed_at__isnull=False) & over)
    in_record = Q(workshop__in=readable_by(reader).values("pk"))
    rows = Commitment.objects.made().filter(programme=reader.programme_id)
    known = rows.filter((stands & in_record) | Q(participant__person=reader))
    told = {"told": Case(When(_is_told(reader), then=Value(True)), default=Value(False))}
    return known.with_last_answer().annotate(**told)


def _is_told(reader: Person) -> Q:
    """Whoever made it, those in charge of the workshop, and champions where its author says so."""
    told = Q(participant__person=reader)
    if reader.may(Role.MEMBER):
        told |= Q(workshop__facilitator=reader) | Q(workshop__cofacilitator=reader)
    if reader.may(Role.CHAMPION):
        said = FollowUp.objects.answered().filter(participant=OuterRef("participant"))
        newest = said.exclude(kept="").order_by("-answered_at", "-pk")
        told |= Q(Subquery(newest.values("champion_may_see")[:1], BooleanField()))
    return told


def is_own(commitment: Commitment, person: Person) -> bool:
    return commitment.participant.person_id == person.pk


def may_tie(commitment: Commitment, person: Person) -> bool:
    """Whether ``person`` says which objective it serves: its author, and those in charge."""
    return is_own(commitment, person) or in_charge(commitment.workshop, person)


def untie(commitment: Any, event: Event) -> None:
    """Put back what it served before ``event``, unless somebody has said something else since."""
    said = event.facts["undo"]
    if commitment.objective_id != said["to"]:
        raise TooLate
    before = Objective.objects.filter(programme=commitment.programme, pk=said["from"]).first()
    commitment.serve(undoing.doer(event), before)


def register() -> None:
    """Name what can happen, and say how it is undone."""
    journal.register(Verb("commitment.tied", "said which objective a commitment serves"))
    undoing.register({"commitment.tied": Undoing(untie, may_tie)})
