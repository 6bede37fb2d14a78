"""What workshops put into archives: their records, and what stands beside them.

What a room has seen is in the record, which leaves out what nobody may read: notes, dots, rounds
and positions, points of view in the parking lot, commitments that were heard. What was said in
confidence is in the archive of whoever facilitates that workshop, and in no other.
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.text import slugify

from changeprog.direction.archiving import of
from changeprog.programme import archive
from changeprog.programme.archive import Document, Documents, File, Row
from changeprog.programme.archive.models import of_model
from changeprog.programme.models import Person, Role
from workshops import record
from workshops.models import (
    Activity,
    Ballot,
    Commitment,
    Dot,
    Feedback,
    FeedbackGiven,
    FollowUp,
    Format,
    Group,
    HardQuestion,
    LeftOut,
    Note,
    Output,
    ParkedRule,
    Participant,
    PointOfView,
    Position,
    Proposal,
    ProposalVersion,
    Rearrangement,
    Round,
    Turnout,
    Witness,
    Workshop,
    WorkshopMail,
)
from workshops.record_reading import may_read

CHAPTER = "Workshops"
MAILS = "The ledger of mails has each of them, without the message."
BOARD = "How notes lay before they were moved is kept only so that it can be undone."
APART = "That somebody answered is kept apart from what was answered, and is told to nobody."
IN_RECORDS = (Note, Group, Dot, Proposal, ProposalVersion, Round, Position, Ballot, Feedback)
"""What is told by the records alone, by name only where the room saw a name."""


def _readable(person: Person) -> list[Workshop]:
    """Return the workshops whose record the person may read."""
    own = Workshop.objects.with_names().filter(programme=person.programme).order_by("pk")
    return [each for each in own if may_read(each, person)]


def _read(person: Person) -> list[int]:
    return [workshop.pk for workshop in _readable(person)]


def in_charge_of(person: Person) -> "QuerySet[Workshop]":
    """Return the workshops where the person hears what is said in confidence."""
    own = Workshop.objects.filter(programme=person.programme).order_by("pk")
    if person.removed_at or not person.may(Role.MEMBER):
        return own.none()
    return own.filter(Q(facilitator=person) | Q(cofacilitator=person))


def _participants(person: Person) -> "QuerySet[Participant]":
    came = [Participant.State.IN, Participant.State.INVITED]
    return Participant.objects.filter(workshop__in=_read(person), state__in=came)


def _commitments(person: Person) -> "QuerySet[Commitment]":
    """Return what the room heard or was signed, one's own, and in charge also why somebody cannot.

    One that was neither heard nor signed is nobody's business yet but that of whoever writes it.
    """
    told = Q(heard_at__isnull=False) | Q(signed_at__isnull=False)
    heard = Q(workshop__in=_read(person)) & told & ~Q(text="")
    declined = Q(workshop__in=in_charge_of(person), text="")
    rows = Commitment.objects.filter(programme=person.programme)
    return rows.filter(heard | declined | Q(participant__person=person))


def _follow_ups(person: Person) -> "QuerySet[FollowUp]":
    mine = Q(participant__person=person) | Q(workshop__in=in_charge_of(person))
    if person.may(Role.CHAMPION):
        mine |= Q(champion_may_see=True)
    return FollowUp.objects.filter(mine, programme=person.programme).answered()


def _without_level(row: Row, person: Person) -> Row:
    """Take the level away unless its person said that it may be read beyond the workshop."""
    return row if row["champion_may_see"] else {**row, "level": None}


def _points(person: Person) -> "QuerySet[PointOfView]":
    rows = PointOfView.objects.filter(programme=person.programme)
    return rows.filter(Q(participant__person=person) | Q(workshop__in=in_charge_of(person)))


def _questions(person: Person) -> "QuerySet[HardQuestion]":
    return HardQuestion.objects.filter(workshop__in=in_charge_of(person))


def _records(person: Person) -> Iterator[Document]:
    for workshop in _readable(person):
        shown = {"workshop": workshop, "passages": record.passages(workshop)}
        html = render_to_string("workshops/record/_archived.html", shown)
        yield Document(_name(workshop), workshop.title, html)


def _files(person: Person) -> Iterator[File]:
    for workshop in _readable(person):
        path = f"workshops/{_name(workshop)}"
        yield File(f"{path}.csv", ("\ufeff" + record.as_csv(workshop)).encode())
        yield File(f"{path}.json", record.as_json(workshop).encode())


def _name(workshop: Workshop) -> str:
    return f"workshop-{workshop.number}-{slugify(workshop.title)[:40] or 'record'}"


def _in_charge(person: Person) -> str:
    """Say where the person hears what is said in confidence, and what they may read."""
    confidence = in_charge_of(person).values_list("pk", flat=True)
    return f"{sorted(confidence)} {_read(person)}"


def register() -> None:
    """Put the tables and records of workshops into archives."""
    archive.register(*_told(), *_confidential())
    archive.register_documents(Documents(590, CHAPTER, _records, (*IN_RECORDS, Witness)))
    archive.register_files(_files)
    archive.register_right(_in_charge)
    archive.leave_out(MAILS, WorkshopMail)
    archive.leave_out(BOARD, Rearrangement, LeftOut)
    archive.leave_out(APART, FeedbackGiven, Turnout)


def _told() -> list[archive.Table]:
    timing = ("current", "timer_ends_at", "timer_left", "paused", "sequence")
    return [
        of_model(500, CHAPTER, Workshop, of(Workshop), without=("code", "admit_at_once", *timing)),
        of_model(
            505,
            CHAPTER,
            Activity,
            lambda person: Activity.objects.filter(workshop__in=_read(person)),
        ),
        of_model(510, CHAPTER, Participant, _participants),
        of_model(
            520,
            CHAPTER,
            Commitment,
            _commitments,
            without=("reading", "changes"),
            note="Those that the room heard or that were signed.",
        ),
        of_model(
            530,
            CHAPTER,
            Output,
            lambda person: Output.objects.filter(workshop__in=_read(person)),
            without=("source",),
        ),
        of_model(540, CHAPTER, Format, of(Format, removed_at=None), least=Role.FACILITATOR),
    ]


def _confidential() -> list[archive.Table]:
    private = "For whoever said it, and whoever facilitates that workshop."
    return [
        of_model(
            550,
            CHAPTER,
            PointOfView,
            _points,
            without=("participant", "changes"),
            note=private,
        ),
        of_model(
            555, CHAPTER, HardQuestion, _questions, note="For whoever facilitates that workshop."
        ),
        of_model(560, CHAPTER, FollowUp, _follow_ups, shown=_without_level, note=private),
        of_model(
            565,
            CHAPTER,
            ParkedRule,
            lambda person: ParkedRule.objects.filter(workshop__in=in_charge_of(person)),
            least=Role.FACILITATOR,
        ),
    ]
