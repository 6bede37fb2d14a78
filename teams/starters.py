"""Rules to begin with: on dealing with conflict, each proposed with one tap.

They are proposals like any other, to be discussed and put into words of one's own.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from changeprog.programme.models import Programme

NAMESPACE = UUID("6f3c6c0e-8f0b-5b3c-9b63-0d7f1f7a2a11")


@dataclass(frozen=True)
class Starter:
    """A rule that many teams need; ``name`` tells it from the others in addresses."""

    name: str
    text: str
    reason: str

    def key(self, programme: Programme) -> UUID:
        """Return what names the proposal of this rule in ``programme``: it is made once."""
        return uuid5(NAMESPACE, f"{programme.key} {self.name}")


STARTERS = [
    Starter(
        "each-other-first",
        "We speak with each other first, and only then about each other.",
        "Most conflicts are small on the first day. Whoever hears of them second can rarely help.",
    ),
    Starter(
        "two-days",
        "Whoever is annoyed says so within two working days, in person or by telephone, "
        "not in writing.",
        "What is kept for longer grows, and a mail written in anger is read in anger.",
    ),
    Starter(
        "matter-first",
        "Before we speak of persons, we ask whether roles, goals or procedures are unclear.",
        "Two people with different tasks will disagree, whoever they are. "
        "That can be sorted out; characters cannot.",
    ),
    Starter(
        "third-person",
        "If two of us do not get any further, we ask a third whom both trust, within a week.",
        "Somebody who has no stake hears what both sides miss. To ask for help early is no defeat.",
    ),
    Starter(
        "say-it-here",
        "Doubts are said in the meeting. What we agree on there, we all stand behind outside it.",
        "A doubt that is said can change the decision. One that is only said afterwards "
        "undermines it, and those who stood up for it.",
    ),
]


def starter(name: str) -> Starter | None:
    """Return the starter called ``name``, if there is one."""
    return next((each for each in STARTERS if each.name == name), None)
