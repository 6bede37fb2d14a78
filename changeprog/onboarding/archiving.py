"""What bringing on board puts into archives. Ticks and questions are their person's own.

Of a pulse there are only fifths of a team, of those pulses that the person may see; slips are
sealed, thrown away at the end, and in no archive.
"""

from django.db.models import Q, QuerySet

from changeprog.direction.archiving import of
from changeprog.onboarding.models import (
    Adoption,
    Criterion,
    Evaluation,
    Evidence,
    Finding,
    Gap,
    Material,
    Mentorship,
    OldHabit,
    Pulse,
    PulseMail,
    Question,
    RealityCheck,
    RealityMail,
    Remark,
    Slip,
    Tick,
    Trial,
    TrialNote,
)
from changeprog.onboarding.readiness import visible
from changeprog.programme import archive
from changeprog.programme.archive.models import of_model
from changeprog.programme.models import Person, Role
from teams.models import Seat

CHAPTER = "Bringing on board"
SEALED = "What one person says in a pulse is sealed, and thrown away once it is over."
MAILS = "The ledger of mails has each of them, without the message."
LEAST = Role.FACILITATOR


def _pulses(person: Person) -> "QuerySet[Pulse]":
    return Pulse.objects.filter(visible(person), programme=person.programme).distinct()


def _findings(person: Person) -> "QuerySet[Finding]":
    return Finding.objects.filter(pulse__in=_pulses(person).values("pk"))


def _ticks(person: Person) -> "QuerySet[Tick]":
    return Tick.objects.filter(person=person, trial__removed_at=None)


def _questions(person: Person) -> "QuerySet[Question]":
    """Return what the person asked, or answered as a mentor."""
    rows: QuerySet[Question] = Question.objects.filter(programme=person.programme)
    return rows.filter(Q(asker=person) | Q(answered_by=person))


def _teams(person: Person) -> str:
    """Say whose pulses the person reads before others."""
    seated = Seat.objects.held().filter(person=person).values_list("team_id", flat=True)
    led = Adoption.objects.filter(lead=person).values_list("team_id", flat=True)
    return ",".join(map(str, sorted({*seated, *led})))


def register() -> None:
    """Put the tables of bringing on board into archives."""
    archive.register(*_stages(), *_trials(), *_knowledge(), *_checks())
    archive.register_right(_teams)
    archive.leave_out(SEALED, Slip)
    archive.leave_out(MAILS, PulseMail, RealityMail)


def _stages() -> list[archive.Table]:
    return [
        of_model(600, CHAPTER, Adoption, of(Adoption), title="How far each team is"),
        of_model(610, CHAPTER, Criterion, of(Criterion), name="criteria", title="Criteria"),
        of_model(
            612,
            CHAPTER,
            Evidence,
            of(Evidence, criterion__removed_at=None),
            name="evidence",
            title="Evidence",
        ),
    ]


def _trials() -> list[archive.Table]:
    there = {"trial__removed_at": None}
    return [
        of_model(620, CHAPTER, Trial, of(Trial), called="task"),
        of_model(622, CHAPTER, Evaluation, of(Evaluation, "trial", **there)),
        of_model(624, CHAPTER, TrialNote, of(TrialNote, trial__removed_at=None)),
        of_model(626, CHAPTER, Tick, _ticks, title="Your ticks", note="Nobody sees another's."),
        of_model(628, CHAPTER, OldHabit, of(OldHabit), called="habit"),
    ]


def _knowledge() -> list[archive.Table]:
    return [
        of_model(630, CHAPTER, Material, of(Material), name="material", title="Material"),
        of_model(632, CHAPTER, Gap, of(Gap)),
        of_model(634, CHAPTER, Mentorship, of(Mentorship)),
        of_model(
            636,
            CHAPTER,
            Question,
            _questions,
            title="Questions of yours, asked or answered",
            note="A question is between who asks and who answers.",
        ),
    ]


def _checks() -> list[archive.Table]:
    unnamed = "How many in five say yes, never who; nothing of fewer than five."
    return [
        of_model(640, CHAPTER, Pulse, _pulses, without=("people", "public_key"), note=unnamed),
        of_model(642, CHAPTER, Finding, _findings, title="What pulses tell", note=unnamed),
        of_model(
            650,
            CHAPTER,
            RealityCheck,
            of(RealityCheck),
            without=("seed", "digest"),
            called="why",
            least=LEAST,
        ),
        of_model(652, CHAPTER, Remark, of(Remark), title="What outsiders said", least=LEAST),
    ]
