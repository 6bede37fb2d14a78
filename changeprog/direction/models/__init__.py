"""Where the programme goes: vision, objectives with their readings, milestones."""

from changeprog.direction.models.milestone import Milestone
from changeprog.direction.models.objective import Objective, Reading
from changeprog.direction.models.vision import Vision

__all__ = ["Milestone", "Objective", "Reading", "Vision"]
