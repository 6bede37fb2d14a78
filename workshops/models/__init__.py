"""What a commitment workshop consists of, and what comes out of it."""

from workshops.models.activity import Activity, ActivityKind, Subject
from workshops.models.participant import Participant
from workshops.models.workshop import Workshop

__all__ = ["Activity", "ActivityKind", "Participant", "Subject", "Workshop"]
