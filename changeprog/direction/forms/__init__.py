"""What people type in about the direction, cleaned and bounded."""

from changeprog.direction.forms.milestone import CompletionForm, MilestoneForm
from changeprog.direction.forms.objective import ObjectiveForm, ReadingForm
from changeprog.direction.forms.vision import VisionForm

__all__ = ["CompletionForm", "MilestoneForm", "ObjectiveForm", "ReadingForm", "VisionForm"]
