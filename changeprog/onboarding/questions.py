"""Questions of the first days: who is told of them, and who may take what back."""

from django.db import transaction

from changeprog.communications import inbox
from changeprog.communications.models import Notice
from changeprog.communications.notices import tell
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.onboarding.helping import helpers
from changeprog.onboarding.models import Question
from changeprog.programme import journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person

VERBS = [
    Verb("question.asked", "asked the mentors of a team"),
    Verb("question.answered", "answered a question"),
    Verb("question.reopened", "let a question wait again"),
    Verb("question.removed", "took a question back"),
    Verb("question.restored", "put a question again"),
]
ASKED, ANSWERED = "question.asked", "question.answered"
"""The kinds of the notices."""


@transaction.atomic
def put(question: Question) -> None:
    """Ask it, and tell at once everybody whom the team asks."""
    if not question.put():
        return
    for person in helpers(question.team):
        if person.pk != question.asker_id:
            tell(
                person,
                ASKED,
                str(question.pk),
                text=f"{question.asker} asks you: {question.words}",
                path=question.get_absolute_url(),
                at_once=True,
                private=True,
            )


@transaction.atomic
def reply(question: Question, by: Person, answer: str) -> bool:
    """Answer it, tell who asked, and ask the others no longer; say whether nobody was quicker."""
    if not question.reply(by, answer):
        return False
    _no_longer(question)
    if by.pk != question.asker_id and answer:
        tell(
            question.asker,
            ANSWERED,
            f"{question.pk}/{question.answered_at}",
            text=f"{by} answered: {question.words}",
            detail=answer,
            path=question.get_absolute_url(),
            at_once=True,
            private=True,
        )
    return True


@transaction.atomic
def take_back(question: Question, by: Person) -> None:
    """Ask it no longer."""
    question.remove(by)
    _no_longer(question)


def _no_longer(question: Question) -> None:
    waiting = Notice.objects.filter(kind=ASKED, occasion=str(question.pk))
    waiting.filter(person__programme=question.programme).withdraw()


def asked(question: Question, person: Person) -> bool:
    """Whether ``person`` asked it; who takes it back must have."""
    return question.asker_id == person.pk


def answers(question: Question, person: Person) -> bool:
    """Whether ``person`` answered it, or asked and said that it is answered."""
    return person.pk in (question.answered_by_id, question.asker_id)


def wait_again(question: Question, event: Event) -> None:
    if Event.objects.of(question).filter(verb=event.verb, pk__gt=event.pk).exists():
        raise TooLate
    question.wait_again(undoing.doer(event))


def remove(question: Question, event: Event) -> None:
    take_back(question, undoing.doer(event))


UNDOINGS = {
    "question.asked": Undoing(remove, asked, "It is taken back."),
    "question.answered": Undoing(wait_again, answers, "It waits for an answer again."),
    "question.removed": Undoing(undoing.bring_back, asked, "It waits for an answer again."),
    "question.restored": Undoing(remove, asked, "It is taken back."),
}


def register() -> None:
    """Name what can happen, and how it is undone."""
    journal.register(*VERBS)
    undoing.register(UNDOINGS)
    inbox.describe(inbox.Kind("question", "Questions", "message-circle-question-mark"))
