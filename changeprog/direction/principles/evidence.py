"""What speaks for or against a principle, and the state that a rule makes of it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from changeprog.programme.models import Role


class Kind(Enum):
    """How far one piece of evidence goes: its order, word, Lucide icon and tone."""

    MISSING = (0, "Missing", "circle-x", "is-bad")
    PARTLY = (1, "Partly", "circle-dot-dashed", "is-warn")
    MET = (2, "Done", "circle-check", "is-good")

    def __init__(self, order: int, word: str, icon: str, tone: str) -> None:
        self.order, self.word, self.icon, self.tone = order, word, icon, tone


class State(Enum):
    """Where a principle stands, the worst first: its order, word, Lucide icon and tone."""

    UNKNOWN = (0, "Nobody can know yet", "circle-question-mark", "")
    MISSING = (1, "Missing", "circle-x", "is-bad")
    STARTED = (2, "Started", "circle-dot-dashed", "is-warn")
    HOLDS = (3, "Holds", "circle-check", "is-good")

    def __init__(self, order: int, word: str, icon: str, tone: str) -> None:
        self.order, self.word, self.icon, self.tone = order, word, icon, tone


@dataclass(frozen=True)
class Step:
    """What to do next, where, and the role that may do it there."""

    words: str
    url: str
    least: Role = Role.CHAMPION


@dataclass(frozen=True)
class Evidence:
    """Something that people did, or left undone, in a sentence.

    ``on`` dates a visible benefit: the day it arrived or, while it is only planned, is due.
    Everybody in the programme reads evidence, so that of confidential things it only counts, unless
    ``least`` keeps it from those whose role does not include it: for them it does not exist.
    """

    text: str
    kind: Kind
    url: str = ""
    step: Step | None = None
    on: date | None = None
    least: Role = Role.OBSERVER


@dataclass(frozen=True)
class Moment:
    """When a rule is asked: the day the programme started, and today."""

    started: date
    today: date

    @property
    def age(self) -> int:
        """Whole days since the programme started."""
        return (self.today - self.started).days


@dataclass(frozen=True)
class Verdict:
    """What a rule makes of evidence: the state, and what to show for it, the worst first."""

    state: State
    shown: tuple[Evidence, ...] = ()
