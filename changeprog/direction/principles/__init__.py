"""The six principles of a change that lasts, computed from what people did.

Apps add evidence with ``register_evidence``; a rule for each principle (``rules``) makes a state of
it. Nobody can tick a principle by hand. ``docs/principles.md`` says the rules in words.
"""

from changeprog.direction.principles.catalogue import PRINCIPLES, Principle
from changeprog.direction.principles.evidence import Evidence, Kind, Moment, State, Step
from changeprog.direction.principles.sources import register_evidence
from changeprog.direction.principles.standing import Standing, standings

__all__ = [
    "PRINCIPLES",
    "Evidence",
    "Kind",
    "Moment",
    "Principle",
    "Standing",
    "State",
    "Step",
    "register_evidence",
    "standings",
]
