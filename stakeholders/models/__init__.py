"""The map: stakeholders, what stands behind them, who turns to whom, and who carries the change."""

from stakeholders.models.ambassador import Ambassador, Charge
from stakeholders.models.conversation import Conversation
from stakeholders.models.conviction import Belief, Conviction, Guarantee
from stakeholders.models.stakeholder import (
    Assessment,
    Look,
    NeedsConversation,
    Origin,
    Stakeholder,
)
from stakeholders.models.tie import Relation, Tie

__all__ = [
    "Ambassador",
    "Assessment",
    "Belief",
    "Charge",
    "Conversation",
    "Conviction",
    "Guarantee",
    "Look",
    "NeedsConversation",
    "Origin",
    "Relation",
    "Stakeholder",
    "Tie",
]
