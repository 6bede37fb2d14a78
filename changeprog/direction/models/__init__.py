"""Where the programme goes: vision, objectives with their readings, milestones."""

from changeprog.direction.models.benefit import Benefit, BenefitEntry
from changeprog.direction.models.capability import CapabilityImprovement, Dimension, LevelEntry
from changeprog.direction.models.dependency import Circle, Dependency
from changeprog.direction.models.milestone import Milestone
from changeprog.direction.models.move import MilestoneMove
from changeprog.direction.models.objective import Objective
from changeprog.direction.models.reading import Reading
from changeprog.direction.models.resource import Promise, Resource
from changeprog.direction.models.revised import Overtaken
from changeprog.direction.models.side_effect import SideEffect
from changeprog.direction.models.sign_off import VisionSignOff
from changeprog.direction.models.size import Judgement
from changeprog.direction.models.vision import Vision, VisionOvertaken

__all__ = [
    "Benefit",
    "BenefitEntry",
    "CapabilityImprovement",
    "Circle",
    "Dependency",
    "Dimension",
    "Judgement",
    "LevelEntry",
    "Milestone",
    "MilestoneMove",
    "Objective",
    "Overtaken",
    "Promise",
    "Reading",
    "Resource",
    "SideEffect",
    "Vision",
    "VisionOvertaken",
    "VisionSignOff",
]
