"""What a commitment workshop consists of, and what comes out of it."""

from workshops.models.activity import Activity, ActivityKind, Subject
from workshops.models.participant import Participant
from workshops.models.position import Ballot, Position, Turnout
from workshops.models.proposal import OutOfTurn, Proposal, ProposalVersion
from workshops.models.round import Round
from workshops.models.workshop import Workshop

__all__ = [
    "Activity",
    "ActivityKind",
    "Ballot",
    "OutOfTurn",
    "Participant",
    "Position",
    "Proposal",
    "ProposalVersion",
    "Round",
    "Subject",
    "Turnout",
    "Workshop",
]
