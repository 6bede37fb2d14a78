"""The diagnosis of a conflict: which question is open, and who may read what.

The order is the one in which causes of conflict are looked for, the most frequent and most
repairable first: roles, goals, procedures, and only when none of these explains it, personality.
A question opens once both sides have answered every one before it. Nothing here asks a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

SIDES = 2


class Question(models.TextChoices):
    """What both sides are asked, in this order."""

    ROLES = "roles", "Do you both expect the same of each role?"
    GOALS = "goals", "Are you both after the same goal?"
    PROCEDURES = "procedures", "Is the way of working the best one for that goal?"
    PERSONALITY = "personality", "Is it something between you as persons?"

    @property
    def name_in_words(self) -> str:
        """The subject of the question, as a heading."""
        return self.value.capitalize()

    @property
    def help(self) -> str:
        """What to think of before answering."""
        return HELP[self]


HELP = {
    Question.ROLES: "Who does what, who decides, who has to be told? Write what you expect of the "
    "other, and what you believe they expect of you.",
    Question.GOALS: "Say the goal in your own words. Is there one behind it that has not been "
    "said?",
    Question.PROCEDURES: "What else could reach the goal? Collect other ways below before judging "
    "any of them.",
    Question.PERSONALITY: "Only now: most of what looks like personality is one of the three "
    "above. Say what the other does, not what they are.",
}


@dataclass(frozen=True)
class Progress:
    """How far a diagnosis is; sides are told apart by their keys.

    ``sharing`` are the sides that agreed to share their view, ``answered`` those that answered
    each question.
    """

    sides: frozenset[int]
    sharing: frozenset[int]
    answered: Mapping[Question, frozenset[int]]

    @property
    def shared(self) -> bool:
        """Whether both sides agreed to share."""
        return len(self.sides) == SIDES and self.sides <= self.sharing

    def settled(self, question: Question) -> bool:
        """Whether both sides have answered ``question``, so that both answers can be read."""
        return self.shared and self.sides <= self.answered.get(question, frozenset())

    def open(self, question: Question) -> bool:
        """Whether ``question`` may be answered: views are shared, all before it answered."""
        before = list(Question)[: list(Question).index(question)]
        return self.shared and all(self.settled(each) for each in before)

    @property
    def diagnosed(self) -> bool:
        """Whether roles, goals and procedures are answered, so that an agreement can be made.

        Personality need not be: where one of the three was the cause, there is nothing to add.
        """
        return self.settled(Question.PROCEDURES) and self.open(Question.PERSONALITY)

    def may_read_view(self, of: int, *, reader: int | None, handed_in: bool) -> bool:
        """Whether the view of side ``of`` may be read by side ``reader``, ``None`` the mediator.

        One's own always; the mediator once it is handed in; the other side once both share.
        """
        if reader == of or self.shared:
            return True
        return reader is None and handed_in

    def may_read_answer(self, of: int, question: Question, *, reader: int | None) -> bool:
        """Whether the answer of side ``of`` may be read: one's own, and any once both are given."""
        return reader == of or self.settled(question)
