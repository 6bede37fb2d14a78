"""What teams put into archives. Conflicts and the agreements of two chairs are in none."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from changeprog.direction.archiving import of
from changeprog.programme import archive
from changeprog.programme.archive import Document, Documents, File, Kept
from changeprog.programme.archive.models import of_model
from changeprog.programme.models import Person, Role
from teams.minutes import minutes_of
from teams.models import (
    Acknowledgement,
    Action,
    AgendaPart,
    AgreedSet,
    Ask,
    Attendance,
    Barrier,
    CoChairAgreement,
    Conflict,
    ConflictSide,
    Decision,
    Duty,
    Escalation,
    EscalationRule,
    HandOff,
    Idea,
    Meeting,
    MeetingMail,
    MeToo,
    Picture,
    RequiredFunction,
    RuleAnswer,
    RuleComment,
    RuleVersion,
    Seat,
    SideAnswer,
    Thanks,
    TimeRule,
    Victory,
    Welcome,
    WorkingRule,
)
from teams.models.duty import led_by

CHAPTER = "Teams"
CONFLICTS = "The diagnosis of a conflict belongs to its three people, and to no file."
CHAIRS = "What two chairs expect of each other when things go wrong stays with them."
MAILS = "The ledger of mails has each of them, without the message."
WALK = "Where somebody has read to is a bookmark."


def _duties(person: Person) -> "QuerySet[Duty]":
    """Return the duties of whom the person answers for: see ``duty.answers_for``."""
    rows: QuerySet[Duty] = Duty.objects.filter(programme=person.programme)
    if person.may(Role.CHAMPION):
        return rows
    return rows.filter(Q(person=person) | Q(person__in=led_by(person)))


def _answers(person: Person) -> "QuerySet[RuleAnswer]":
    """Return who could not live with a rule, which all read beside it, and one's own answers."""
    own = RuleAnswer.objects.filter(version__rule__programme=person.programme)
    return own.filter(Q(can_live=False) | Q(person=person))


def _acknowledgements(person: Person) -> "QuerySet[Acknowledgement]":
    """Return all for champions, who see who is missing; one's own for everybody else."""
    rows = Acknowledgement.objects.filter(agreed_set__programme=person.programme)
    return rows if person.may(Role.CHAMPION) else rows.filter(person=person)


def _pictures(person: Person) -> "QuerySet[Picture]":
    return Picture.objects.filter(programme=person.programme).shown()


def _files(person: Person) -> Iterator[File]:
    for digest, content in _pictures(person).values_list("digest", "large").iterator(20):
        yield File(_path(digest), bytes(content))


def _minutes(person: Person) -> Iterator[Document]:
    """Yield the minutes of each meeting that is over."""
    own = Meeting.objects.closed().filter(programme=person.programme).with_names()
    for meeting in own.order_by("pk"):
        shown = {"meeting": meeting, "minutes": minutes_of(meeting)}
        html = render_to_string("teams/meeting/_archived_minutes.html", shown)
        yield Document(f"minutes-{meeting.number}", f"Minutes: {meeting.title}", html)


def _path(digest: str) -> str:
    return f"pictures/{digest}.webp"


def _chaired(person: Person) -> str:
    """Say which teams the person leads, whose duties they see."""
    seats = Seat.objects.held().chairs().filter(person=person)
    return ",".join(map(str, sorted(seats.values_list("team_id", flat=True))))


def register() -> None:
    """Put the tables and pictures of teams into archives."""
    archive.register(*_seats(), *_meetings(), *_agreed(), *_logged())
    archive.register_documents(Documents(310, CHAPTER, _minutes))
    archive.register_files(_files)
    archive.register_right(_chaired)
    archive.leave_out(CONFLICTS, Conflict, ConflictSide, Idea, SideAnswer)
    archive.leave_out(CHAIRS, CoChairAgreement)
    archive.leave_out(MAILS, MeetingMail)
    archive.leave_out(WALK, Welcome)


def _seats() -> list[archive.Table]:
    return [
        of_model(300, CHAPTER, Seat, of(Seat, "team")),
        of_model(302, CHAPTER, RequiredFunction, of(RequiredFunction, "team")),
        of_model(304, CHAPTER, TimeRule, of(TimeRule)),
        of_model(306, CHAPTER, Duty, _duties, note="Your own, or of whom you answer for."),
        of_model(308, CHAPTER, HandOff, of(HandOff)),
    ]


def _meetings() -> list[archive.Table]:
    return [
        of_model(310, CHAPTER, Meeting, of(Meeting), without=("current", "sequence")),
        of_model(312, CHAPTER, AgendaPart, of(AgendaPart)),
        of_model(314, CHAPTER, Attendance, of(Attendance, "meeting")),
        of_model(316, CHAPTER, Decision, of(Decision)),
        of_model(318, CHAPTER, Action, of(Action)),
    ]


def _agreed() -> list[archive.Table]:
    return [
        of_model(320, CHAPTER, WorkingRule, of(WorkingRule)),
        of_model(322, CHAPTER, RuleVersion, of(RuleVersion, "rule")),
        of_model(324, CHAPTER, RuleAnswer, _answers),
        of_model(326, CHAPTER, RuleComment, of(RuleComment, "version__rule")),
        of_model(328, CHAPTER, AgreedSet, of(AgreedSet), title="What was agreed, as issued"),
        of_model(330, CHAPTER, Acknowledgement, _acknowledgements),
    ]


def _logged() -> list[archive.Table]:
    standing: dict[str, Any] = {"barrier__removed_at": None}
    return [
        of_model(340, CHAPTER, Victory, of(Victory)),
        of_model(342, CHAPTER, Thanks, of(Thanks, "victory", victory__removed_at=None)),
        of_model(
            344,
            CHAPTER,
            Picture,
            _pictures,
            called="digest",
            without=("large", "small"),
            also={"file": lambda row: Kept(f"files/{_path(row['digest'])}")},
        ),
        of_model(350, CHAPTER, Barrier, of(Barrier)),
        of_model(352, CHAPTER, MeToo, of(MeToo, "barrier", **standing, taken_back_at=None)),
        of_model(354, CHAPTER, Escalation, of(Escalation, "barrier", **standing)),
        of_model(
            356,
            CHAPTER,
            Ask,
            of(Ask, "escalation__barrier", escalation__barrier__removed_at=None),
            title="Asked when a barrier went up",
            name="escalations-asked",
        ),
        of_model(358, CHAPTER, EscalationRule, of(EscalationRule)),
    ]
