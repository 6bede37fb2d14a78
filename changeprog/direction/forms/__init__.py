"""What people type in about the direction, cleaned and bounded."""

from changeprog.direction.forms.difference import DifferenceForm
from changeprog.direction.forms.milestone import CompletionForm, MilestoneForm
from changeprog.direction.forms.objective import ObjectiveForm, ReadingForm
from changeprog.direction.forms.resource import PromiseForm, ResourceForm
from changeprog.direction.forms.side_effect import SideEffectForm
from changeprog.direction.forms.size import JudgementForm
from changeprog.direction.forms.vision import VisionForm

__all__ = [
    "CompletionForm",
    "DifferenceForm",
    "JudgementForm",
    "MilestoneForm",
    "ObjectiveForm",
    "PromiseForm",
    "ReadingForm",
    "ResourceForm",
    "SideEffectForm",
    "VisionForm",
]
