"""What one of the three sees of a conflict: everything they may not read is left out here."""

from dataclasses import dataclass

from changeprog.programme.models import Person
from teams.diagnosis import Progress, Question
from teams.models.conflict import Conflict
from teams.models.conflict_side import ConflictSide, SideAnswer


@dataclass(frozen=True)
class SeenSide:
    """A side as the reader sees it; ``view`` is empty while it may not be read."""

    name: str
    mine: bool
    view: str
    written: bool
    handed_in: bool
    sharing: bool
    accepted: bool
    holds: str
    holds_words: str


@dataclass(frozen=True)
class SeenAnswer:
    """An answer as the reader sees it; empty ``stance`` and ``words`` while it may not be read."""

    name: str
    mine: bool
    given: bool
    stance: str
    words: str


@dataclass(frozen=True)
class SeenQuestion:
    question: Question
    open: bool
    settled: bool
    answers: list[SeenAnswer]

    @property
    def mine(self) -> SeenAnswer | None:
        """The reader's own answer; nothing for the mediator, who gives none."""
        return next((answer for answer in self.answers if answer.mine), None)


@dataclass(frozen=True)
class Seen:
    """A conflict as one person sees it; ``side`` is nothing for the mediator."""

    conflict: Conflict
    side: ConflictSide | None
    progress: Progress
    sides: list[SeenSide]
    questions: list[SeenQuestion]

    @property
    def mine(self) -> SeenSide | None:
        return next((side for side in self.sides if side.mine), None)

    @property
    def mediates(self) -> bool:
        return self.side is None

    @property
    def step(self) -> str:
        """Where the three are: "view", a question, "agreement", "check" or "settled"."""
        if self.conflict.settled_at:
            return "settled"
        if not self.progress.shared:
            return "view"
        if self.conflict.agreed:
            return "check"
        if self.progress.diagnosed:
            return "agreement"
        return next(each.question.value for each in self.questions if not each.settled)


def seen_by(conflict: Conflict, person: Person) -> Seen:
    """Return what ``person``, one of the three, sees of ``conflict``."""
    side = conflict.side_of(person)
    reader = side.pk if side else None
    progress = conflict.progress()
    sides = list(conflict.sides.all())
    return Seen(
        conflict=conflict,
        side=side,
        progress=progress,
        sides=[_side(each, progress, reader) for each in sides],
        questions=[_question(each, sides, progress, reader) for each in Question],
    )


def _side(side: ConflictSide, progress: Progress, reader: int | None) -> SeenSide:
    handed_in = side.handed_in_at is not None
    may_read = progress.may_read_view(side.pk, reader=reader, handed_in=handed_in)
    return SeenSide(
        name=str(side),
        mine=side.pk == reader,
        view=side.view if may_read else "",
        written=bool(side.view) and (may_read or handed_in),
        handed_in=handed_in,
        sharing=side.agreed_to_share_at is not None,
        accepted=side.accepted,
        holds=side.get_holds_display() if side.holds else "",
        holds_words=side.holds_words,
    )


def _question(
    question: Question, sides: list[ConflictSide], progress: Progress, reader: int | None
) -> SeenQuestion:
    return SeenQuestion(
        question=question,
        open=progress.open(question),
        settled=progress.settled(question),
        answers=[_answer(question, side, progress, reader) for side in sides],
    )


def _answer(
    question: Question, side: ConflictSide, progress: Progress, reader: int | None
) -> SeenAnswer:
    given = {answer.question: answer for answer in side.answers.all()}.get(question)
    may_read = progress.may_read_answer(side.pk, question, reader=reader)
    shown: SideAnswer | None = given if may_read else None
    return SeenAnswer(
        name=str(side),
        mine=side.pk == reader,
        given=given is not None,
        stance=shown.get_stance_display() if shown else "",
        words=shown.words if shown else "",
    )
