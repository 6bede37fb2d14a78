"""What a commitment workshop consists of, and what comes out of it."""

from workshops.models.activity import Activity, ActivityKind, Subject
from workshops.models.commitment import CannotCommit, Commitment, Witness
from workshops.models.dot import Dot
from workshops.models.feedback import Feedback, FeedbackGiven
from workshops.models.follow_up import FollowUp
from workshops.models.format import Format
from workshops.models.group import Group
from workshops.models.hard_question import HardQuestion
from workshops.models.note import Note
from workshops.models.output import LeftOut, Output, OutputKind
from workshops.models.parked_rule import ParkedRule
from workshops.models.participant import Participant
from workshops.models.point_of_view import CannotPark, PointOfView
from workshops.models.position import Ballot, Position, Turnout
from workshops.models.proposal import OutOfTurn, Proposal, ProposalVersion
from workshops.models.rearrangement import Rearrangement
from workshops.models.round import Round
from workshops.models.workshop import Workshop
from workshops.models.workshop_mail import WorkshopMail

__all__ = [
    "Activity",
    "ActivityKind",
    "Ballot",
    "CannotCommit",
    "CannotPark",
    "Commitment",
    "Dot",
    "Feedback",
    "FeedbackGiven",
    "FollowUp",
    "Format",
    "Group",
    "HardQuestion",
    "LeftOut",
    "Note",
    "OutOfTurn",
    "Output",
    "OutputKind",
    "ParkedRule",
    "Participant",
    "PointOfView",
    "Position",
    "Proposal",
    "ProposalVersion",
    "Rearrangement",
    "Round",
    "Subject",
    "Turnout",
    "Witness",
    "Workshop",
    "WorkshopMail",
]
