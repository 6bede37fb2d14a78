"""Where the programme goes: vision, objectives with their readings, milestones."""

from changeprog.direction.models.milestone import Milestone
from changeprog.direction.models.objective import Objective, Reading
from changeprog.direction.models.revised import Overtaken
from changeprog.direction.models.vision import Vision, VisionOvertaken

__all__ = ["Milestone", "Objective", "Overtaken", "Reading", "Vision", "VisionOvertaken"]
